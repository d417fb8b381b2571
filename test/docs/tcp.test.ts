import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';

const execute = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
let folder: string;
let plugin: string;

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(plugin, file)), { recursive: true });
  await writeFile(join(plugin, file), text);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-page-'));
  plugin = join(folder, 'gauge');
  await mkdir(plugin);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const page = await readFile(join(root, 'docs/integrators/tcp.md'), 'utf8');
  for (const [, file = '', text = ''] of page.matchAll(/<!-- file: (\S+) -->\n```\w+\n([\s\S]*?)```/g)) await write(file, text);
  await execute(process.execPath, ['--conditions=jackfield-source', join(root, 'sdk/src/build/main.ts')], { cwd: plugin });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the plugin of the page on TCP compiles', { timeout: 60_000 }, async () => {
  const compilerOptions = { composite: false, declaration: false, noEmit: true, customConditions: ['jackfield-source'], rewriteRelativeImportExtensions: false, typeRoots: [join(root, 'node_modules/@types')] };
  await write('tsconfig.json', JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['src', 'package.json'] }));
  const { stdout } = await execute(join(root, 'node_modules/.bin/tsc'), ['-p', plugin]).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});

test('it keeps every rule about what it does', { timeout: 60_000 }, async () => {
  const terminal = new RecordingTerminal();
  const code = await run(['plugin', 'check', plugin, '--quick', '--tier', 'silver'], terminal, new AbortController().signal);
  expect({ code, told: terminal.output.split('\n').filter((line) => line.startsWith('broken')), broken: terminal.errors.split('\n').filter((line) => !line.startsWith('kept') && !line.startsWith('nothing') && line !== '') }).toEqual({ code: 0, told: [expect.stringContaining('documented')], broken: ['broken  documented'] });
});
