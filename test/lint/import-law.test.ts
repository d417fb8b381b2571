import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'jackfield-lint-'));
  await write('.oxlintrc.json', JSON.stringify({ jsPlugins: [join(repository, 'test/lint/import-law.ts')], rules: { 'jackfield/import-law': 'error' } }));
  for (const index of ['core/src/sites/index.ts', 'core/src/health/index.ts']) await write(index, 'export const x = 1;\n');
  await write('core/src/sites/inner.ts', 'export const y = 1;\n');
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** Lints a tree that holds one more file; its output, and whether it passed. */
async function lint(path: string, text: string): Promise<{ passed: boolean; output: string }> {
  await write(path, text);
  return new Promise((done) => {
    execFile(join(repository, 'node_modules/.bin/oxlint'), [], { cwd: root }, (error, output) => done({ passed: error === null, output }));
  });
}

test.each([
  ['a plugin imports the host', 'plugins/x/src/a.ts', "import '@jackfield/core';", 'never the host'],
  ['a plugin reaches into core', 'plugins/x/src/a.ts', "import { y } from '../../../core/src/sites/inner.ts'; export { y };", 'reaches into'],
  ['core imports a plugin', 'core/src/a.ts', "import '@jackfield/plugin-asterisk';", 'nothing imports a plugin'],
  ['the sdk imports core', 'sdk/src/a.ts', "import '@jackfield/core';", 'depends on nothing of ours'],
  ['a room reaches past an index', 'core/src/health/a.ts', "export { y } from '../sites/inner.ts';", 'entered through its index.ts'],
  ['a room imports a later one', 'core/src/sites/a.ts', "export { x } from '../health/index.ts';", 'may not import it'],
  ['a dynamic import past an index', 'core/src/health/a.ts', "export const z = import('../sites/inner.ts');", 'entered through its index.ts'],
])('fails: %s', async (_what, path, text, why) => {
  const { passed, output } = await lint(path, text);
  expect(output).toContain(why);
  expect(passed).toBe(false);
});

test.each([
  ['a plugin imports the sdk', 'plugins/x/src/a.ts', "import '@jackfield/sdk';"],
  ['a room enters an earlier one by its index', 'core/src/health/a.ts', "export { x } from '../sites/index.ts';"],
  ['a file imports its neighbour', 'core/src/sites/a.ts', "export { y } from './inner.ts';"],
])('passes: %s', async (_what, path, text) => {
  expect(await lint(path, text)).toMatchObject({ passed: true });
});
