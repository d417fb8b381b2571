import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { root } from './daemon.ts';
import { stepsOf } from './walkthrough/page.ts';

const page = await readFile(join(root, 'docs/integrators/cookbook.md'), 'utf8');
/** Title and text of each recipe. */
const recipes = page.split(/^## /m).slice(1).map((text) => ({ title: text.split('\n')[0] ?? '', text }));
const slug = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
const modules = join(root, 'node_modules');
let folder: string;

interface Ran {
  readonly code: number;
  readonly said: string;
}

function run(program: string, words: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((done) => {
    execFile(program, words, { cwd, env: { ...process.env, NO_COLOR: '1', VITEST: undefined } }, (error, stdout, stderr) => done({ code: error === null ? 0 : 1, said: stdout + stderr }));
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-cookbook-'));
  await symlink(modules, join(folder, 'node_modules'));
  for (const { title, text } of recipes) {
    for (const step of stepsOf(text)) {
      if (step.kind !== 'write') throw new RangeError(`${title}: a recipe is made of files`);
      const path = join(folder, slug(title), step.file);
      await mkdir(dirname(path), { recursive: true });
      if (step.file !== 'package.json') await writeFile(path, step.text);
      else {
        // What `npm create` writes beside the key that the recipe is about.
        const rest = { name: `@acme/jackfield-plugin-${slug(title)}`, version: '0.1.0', type: 'module', files: ['dist', 'schemas'], engines: { jackfield: '^0.1.0' } };
        await writeFile(path, JSON.stringify({ ...rest, ...z.record(z.string(), z.json()).parse(JSON.parse(step.text)) }, null, 2));
      }
    }
  }
  const conditions = "['jackfield-source', 'node', 'import', 'default']";
  await writeFile(join(folder, 'vitest.config.ts'), `import { defineConfig } from 'vitest/config';\nconst conditions = ${conditions};\nexport default defineConfig({ resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: conditions } }, test: { include: ['*/src/*.test.ts'], maxWorkers: 2 } });\n`);
  const template: { readonly compilerOptions: object } = JSON.parse(await readFile(join(root, 'sdk/templates/common/tsconfig.json'), 'utf8'));
  // As a new plugin has them: what compiles here compiles there.
  const compilerOptions = { ...template.compilerOptions, customConditions: ['jackfield-source'], typeRoots: [join(modules, '@types')] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*/src', '*/package.json'] }));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the cookbook', () => {
  test('every recipe is told in the list on top', () => {
    const anchors = recipes.map(({ title }) => `(#${title.toLowerCase().replaceAll(/[^\w -]/g, '').replaceAll(' ', '-')})`);
    expect(anchors.filter((anchor) => !page.includes(anchor))).toEqual([]);
    expect(recipes.length).toBeGreaterThan(10);
  });

  test.each(recipes)('$title: manifest and code fit each other, and it builds', { timeout: 60_000 }, async ({ title }) => {
    const built = await run(process.execPath, ['--conditions=jackfield-source', join(root, 'sdk/src/build/main.ts')], join(folder, slug(title)));
    expect(built).toMatchObject({ code: 0 });
  });

  test('all of them compile', { timeout: 120_000 }, async () => {
    expect(await run(join(modules, '.bin/tsc'), ['-p', folder], folder)).toEqual({ code: 0, said: '' });
  });

  test('all of their tests pass', { timeout: 120_000 }, async () => {
    const { code, said } = await run(process.execPath, [join(modules, 'vitest/vitest.mjs'), 'run', '--root', folder], folder);
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining(`Test Files  ${recipes.length} passed`) });
    process.stderr.write(`cookbook: ${recipes.length} recipes, ${/Tests +(\d+) passed/.exec(said)?.[1] ?? ''} tests\n`);
  });
});
