import { execFile } from 'node:child_process';
import { mkdtempDisposableSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../..');
const packageSchema = z.object({ version: z.string(), bin: z.record(z.string(), z.string()).default({}) });

const folders = ['sdk', 'sdk/create', 'core', ...readdirSync(join(root, 'plugins')).map((name) => join('plugins', name))];
const programs = folders.flatMap((folder) => {
  const { version, bin } = packageSchema.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')));
  return Object.entries(bin).map(([name, file]) => ({ name, version, file: join(root, folder, file) }));
});

function start(file: string, words: readonly string[], flags: readonly string[] = []): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  const { promise, resolve: done } = Promise.withResolvers<{ code: number; output: string; errors: string }>();
  const child = execFile(process.execPath, [...flags, file, ...words], { env: { NO_COLOR: '1' } }, (_error, output, errors) => done({ code: child.exitCode ?? -1, output, errors }));
  child.stdin?.end();
  return promise;
}

test('the programs are these', () => {
  expect(programs.map(({ name }) => name).sort()).toEqual(['create-jackfield-plugin', 'jackfield', 'jackfield-plugin-build', 'jackfield-simulate']);
});

test.each(programs)('$name says on standard output how it is used and which version it is, and refuses options that it does not know', async ({ file, version }) => {
  for (const option of ['--help', '-h']) {
    const help = await start(file, [option]);
    expect([help.code, help.errors]).toEqual([0, '']);
    expect(help.output).toMatch(/^Usage: [\s\S]*-h, --help[\s\S]*2 when the command\s+line is wrong/);
    expect(help.output).toMatch(/-V, --version/);
  }
  for (const option of ['--version', '-V']) expect(await start(file, [option])).toEqual({ code: 0, output: `${version}\n`, errors: '' });
  const refused = await start(file, ['--no-such-option']);
  expect(refused).toEqual({ code: 2, output: '', errors: expect.stringMatching(/^JF9430 unknown option '--no-such-option'\n {2}→ next: See `.* --help`\.\n$/) });
});

test('words that a program cannot use are refused too', async () => {
  const file = (name: string): string => programs.find((program) => program.name === name)?.file ?? '';
  expect(await start(file('jackfield-plugin-build'), ['widget'])).toMatchObject({ code: 2, errors: expect.stringContaining('JF9430 it takes no words, not also widget') });
  expect(await start(file('jackfield-simulate'), [])).toMatchObject({ code: 2, errors: expect.stringContaining('JF9430 FILE is missing') });
  expect(await start(file('jackfield-simulate'), ['a', 'b'])).toMatchObject({ code: 2, errors: expect.stringContaining('JF9430 it takes one FILE, not also b') });
  expect(await start(file('jackfield-simulate'), ['/nowhere/a.yaml'])).toEqual({ code: 1, output: '', errors: '/nowhere/a.yaml: there is no such file\n' });
  expect(await start(file('jackfield-simulate'), [root])).toEqual({ code: 1, output: '', errors: `${root}: it is a folder, not a file\n` });
  expect(await start(file('create-jackfield-plugin'), ['a', 'b'])).toMatchObject({ code: 2, errors: expect.stringContaining('JF9430 it takes one folder, not also b') });
  expect(await start(file('jackfield'), ['stauts'])).toMatchObject({ code: 2, errors: expect.stringContaining('Did you mean status?') });
});

/** A process that takes itself for Node 20 and has less than that, but for the programs that it starts. */
const older = ['--import', `data:text/javascript,${encodeURIComponent('Object.defineProperty(process.versions, "node", { value: "20.20.2" }); delete globalThis.AsyncDisposableStack;')}`];

test.each(['jackfield-plugin-build', 'jackfield-simulate'])('%s goes over to the Node that it needs', async (name) => {
  const { file = '', version } = programs.find((program) => program.name === name) ?? {};
  expect(await start(file, ['--version'], older)).toEqual({ code: 0, output: `${version}\n`, errors: '' });
});

test('simulated devices run from a Node that is too old', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-old-node-'));
  const file = join(folder.path, 'simulators.yaml');
  writeFileSync(file, 'devices:\n  - { address: 127.0.94.1, http: { port: 18094, documents: { /: hello } } }\n');
  const simulate = programs.find((program) => program.name === 'jackfield-simulate')?.file ?? '';
  expect(await start(simulate, [file], older)).toMatchObject({ code: 0, output: expect.stringContaining('"ready":true'), errors: '' });
});
