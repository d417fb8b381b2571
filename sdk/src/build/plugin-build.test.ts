import { mkdirSync, mkdtempDisposableSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stop } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { createPlugin, parseAnswers } from '../create/index.ts';
import { complaintLine } from './complaint.ts';
import { PluginBuild } from './plugin-build.ts';

// esbuild keeps a service process until it is told to stop.
afterAll(() => stop());

class Workshop implements AsyncDisposable {
  readonly #folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-build-'));
  readonly directory = join(this.#folder.path, 'plugin');
  readonly #build = new PluginBuild({ directory: this.directory, minify: false });

  static async open(): Promise<Workshop> {
    const workshop = new Workshop();
    symlinkSync(resolve(import.meta.dirname, '../../../node_modules'), join(workshop.#folder.path, 'node_modules'));
    await createPlugin(workshop.directory, parseAnswers({ name: 'gate', kind: 'transport' }));
    return workshop;
  }

  read(file: string): string {
    return readFileSync(join(this.directory, file), 'utf8');
  }

  edit(file: string, from: string, to: string): void {
    const text = this.read(file);
    if (!text.includes(from)) throw new RangeError(`${file} has no ${from}`);
    writeFileSync(join(this.directory, file), text.replace(from, to));
  }

  async complaints(): Promise<string[]> {
    const { complaints } = await this.#build.build({ load: true });
    return complaints.map(complaintLine);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#build[Symbol.asyncDispose]();
    this.#folder.remove();
  }
}

/** The line of package.json that holds a text, from 1. */
function lineOf(text: string, part: string): number {
  return text.split('\n').findIndex((line) => line.includes(part)) + 1;
}

test('what throws while it is loaded is told with its place in the source', async () => {
  await using workshop = await Workshop.open();
  workshop.edit('src/plugin.ts', 'export default', 'const table = JSON.parse(\'{\');\n\nexport default');
  const line = lineOf(workshop.read('src/plugin.ts'), 'JSON.parse');
  expect(await workshop.complaints()).toEqual([expect.stringMatching(new RegExp(`^src/plugin\\.ts:${line}: JF9153 does not load: Expected property name`))]);
});

test('what is whole builds without a word, again and again', async () => {
  await using workshop = await Workshop.open();
  expect(await workshop.complaints()).toEqual([]);
  expect(JSON.parse(workshop.read('schemas/limits.json'))).toMatchObject({ properties: { sessions: { minimum: 1 } } });
  workshop.edit('src/schemas.ts', 'min(1)', 'min(2)');
  workshop.edit('src/checks/queues.ts', 'all short', 'all of them short');
  expect(await workshop.complaints()).toEqual([]);
  expect(JSON.parse(workshop.read('schemas/limits.json'))).toMatchObject({ properties: { sessions: { minimum: 2 } } });
  expect(workshop.read('dist/plugin.js')).toContain('all of them short');
});

test('a file that the manifest names and nobody has is refused with the line that names it', async () => {
  await using workshop = await Workshop.open();
  workshop.edit('package.json', 'schemas/limits.json', 'schemas/limit.json');
  workshop.edit('package.json', 'scripts/facts.sh', 'scripts/fact.sh');
  const text = workshop.read('package.json');
  expect(await workshop.complaints()).toEqual([
    `package.json:${lineOf(text, 'schemas/limit.json')}: jackfield.contributes.resources.limits.schema: schemas/limit.json is not there`,
    `package.json:${lineOf(text, 'scripts/fact.sh')}: jackfield.permissions.ssh.scripts.facts.file: scripts/fact.sh is not there`,
    expect.stringContaining('scripts/facts.sh is in the package and not listed, so nothing can run it'),
  ]);
});

test('a contribution without code, and code without a contribution, are refused as at activation', async () => {
  await using workshop = await Workshop.open();
  workshop.edit('package.json', '"queues": {', '"backlog": {');
  workshop.edit('package.json', '"check": "queues"', '"check": "backlog"');
  expect(await workshop.complaints()).toEqual([
    expect.stringMatching(/^package\.json:\d+: jackfield\.contributes\.checks\.backlog: is declared, and src\/plugin\.ts does not implement it$/),
    expect.stringContaining('src/plugin.ts implements "queues", which is not declared'),
  ]);
});

test('code that does not tie its types to its schemas is refused', async () => {
  await using workshop = await Workshop.open();
  workshop.edit('src/plugin.ts', 'definePlugin<typeof schemas>()(', 'definePlugin(');
  expect(await workshop.complaints()).toEqual([expect.stringMatching(/^src\/plugin\.ts: does not tie its types to src\/schemas\.ts: export default definePlugin<typeof schemas>\(\)/)]);
});

test('a schema of another name than what stands at it is refused', async () => {
  await using workshop = await Workshop.open();
  workshop.edit('package.json', '"schema": "schemas/limits.json"', '"schema": "schemas/settings.json"');
  expect(await workshop.complaints()).toEqual([expect.stringMatching(/^package\.json:\d+: jackfield\.contributes\.resources\.limits\.schema: schemas\/settings\.json is not the schema .*: schemas\/limits\.json$/)]);
});

test('a key that the schema lacks, and a file that is not published, are refused', async () => {
  await using workshop = await Workshop.open();
  workshop.edit('package.json', '"commitClass": "snapshot"', '"key": ["name"], "commitClass": "snapshot"');
  workshop.edit('package.json', '"schemas",\n    "scripts"', '"scripts"');
  expect(await workshop.complaints()).toEqual([
    expect.stringContaining('"files" leaves out schemas/limits.json'), expect.stringContaining('"files" leaves out schemas/settings.json'), expect.stringContaining('schemas/limits.json has no field "name"'),
  ]);
});

test('mistakes of writing are told with file and line, and are forgotten once mended', async () => {
  await using workshop = await Workshop.open();
  workshop.edit('src/checks/queues.ts', 'result.fromItems(', 'result.fromItems((');
  expect(await workshop.complaints()).toEqual([expect.stringMatching(/^src\/checks\/queues\.ts:\d+: /)]);
  workshop.edit('src/checks/queues.ts', 'result.fromItems((', 'result.fromItems(');
  workshop.edit('package.json', '"permissions"', '"permisions"');
  expect(await workshop.complaints()).toEqual([expect.stringMatching(/^package\.json:\d+: jackfield\.permisions: unknown key "permisions", did you mean "permissions"\?$/)]);
  workshop.edit('package.json', '"permisions"', '"permissions"');
  expect(await workshop.complaints()).toEqual([]);
  workshop.edit('package.json', '"title": "Gate",', '"title": "Gate"');
  expect(await workshop.complaints()).toEqual([expect.stringMatching(/^package\.json:\d+: /)]);
});

test('a package without code is only looked at', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-build-'));
  await createPlugin(folder.path, parseAnswers({ name: 'acme', kind: 'profile' }));
  await using build = new PluginBuild({ directory: folder.path, minify: true });
  expect((await build.build({ load: true })).complaints).toEqual([]);
  rmSync(join(folder.path, 'profiles'), { recursive: true });
  mkdirSync(join(folder.path, 'profiles'));
  expect((await build.build({ load: true })).complaints).toMatchObject([{ message: expect.stringContaining('no file fits profiles/*.yaml') }]);
});

test('files for the points of other plugins become one that is read fast; a faulty one is told with its line and left out', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-contributed-'));
  const manifest = { name: '@acme/jackfield-plugin-profiles', version: '1.0.0', engines: { jackfield: '^0.1.0' }, jackfield: { title: 'Profiles', contributes: { profiles: ['*.yaml'] } } };
  writeFileSync(join(folder.path, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder.path, 'acme.yaml'), 'vendor: Acme\n');
  writeFileSync(join(folder.path, 'broken.yaml'), 'vendor: Acme\nsystems: [\n');
  await using build = new PluginBuild({ directory: folder.path, minify: false });
  const { complaints } = await build.build({ load: true });
  expect(complaints).toMatchObject([{ file: 'broken.yaml', line: expect.any(Number) }]);
  expect(JSON.parse(readFileSync(join(folder.path, 'dist/contributed.json'), 'utf8'))).toEqual({ 'acme.yaml': { sha256: expect.stringMatching(/^[\da-f]{64}$/), data: { vendor: 'Acme' } } });
});
