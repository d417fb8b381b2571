import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkApart } from '../../core/src/cli/conformance/check-apart.ts';
import { builtProgram } from '../setup/built-program.ts';
import type { CheckJob } from '../../core/src/cli/conformance/check-job.ts';

const root = resolve(import.meta.dirname, '../..');
let folder: string;

/** A plugin of one check, and what it does beside that. */
async function plugin(mischief: string): Promise<CheckJob> {
  const manifest = {
    name: 'jackfield-plugin-lamp', version: '1.0.0', type: 'module', engines: { jackfield: '^0.1.0' },
    jackfield: { title: 'Lamp', main: 'plugin.js', contributes: { checks: { lit: { title: 'Lit' } } }, permissions: { tcp: { ports: [4000], sends: 'read' } } },
  };
  const code = `import { definePlugin, result } from '@jackfield/sdk';
import { createServer } from 'node:net';
import manifest from './package.json' with { type: 'json' };
const lit = async ({ tcp }) => {
  const said = Buffer.from(await tcp.exchange(4000, { send: Buffer.from('show\\n'), until: '\\n' })).toString().trim();
  ${mischief}
  return result[said === 'on' ? 'ok' : 'warning'](said);
};
export default definePlugin(manifest, { checks: { lit } });
`;
  await mkdir(join(folder, 'lamp'));
  await Promise.all([
    symlink(join(root, 'node_modules'), join(folder, 'node_modules')),
    writeFile(join(folder, 'lamp/package.json'), JSON.stringify(manifest)),
    writeFile(join(folder, 'lamp/plugin.js'), code),
    writeFile(join(folder, 'lamp/README.md'), 'The check lit.\n'),
    writeFile(join(folder, 'lamp/conformance.yaml'), 'devices:\n  lamp-1:\n    tcp:\n      4000: { unknown: "what?\\n", rules: [{ on: show, answer: "on\\n" }] }\n'),
  ]);
  return { directory: join(folder, 'lamp'), quick: true, rules: ['answers-valid'], seed: null, real: null };
}

/** Processes whose command line names the folder. */
async function runningFor(directory: string): Promise<readonly string[]> {
  const lines = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes('check-process') && line.includes(directory));
}

async function temporaryFolders(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('jackfield-check-'));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-lamp-'));
});
afterEach(() => rm(folder, { recursive: true }));

const watch = { signal: new AbortController().signal, onRule: () => undefined, onVerdict: () => undefined };

test.each([
  ['a timer that never ends', 'setInterval(() => undefined, 1_000);'],
  ['a socket that is listened on', 'createServer().listen(0);'],
])('%s keeps nobody waiting', { timeout: 60_000 }, async (_title, mischief) => {
  const result = await checkApart(await plugin(mischief), watch);
  expect(result.verdicts).toMatchObject([{ rule: 'answers-valid' }]);
  expect(await runningFor(folder)).toEqual([]);
});

test('a loop that never waits is told, with the rule under which it was', { timeout: 60_000 }, async () => {
  await expect(checkApart(await plugin('for (;;);'), { ...watch, silenceMs: 4_000 })).rejects.toMatchObject({ code: 'JF9250', message: expect.stringContaining('while rule answers-valid was tried') });
  expect(await runningFor(folder)).toEqual([]);
});

test('whoever no longer wants to know has it end at once, with all that it made', { timeout: 60_000 }, async () => {
  const job = await plugin('await new Promise(() => setInterval(() => undefined, 1_000));');
  const enough = new AbortController();
  const before = await temporaryFolders();
  const checking = checkApart(job, { ...watch, signal: enough.signal, onRule: () => enough.abort(new Error('enough')) });
  await expect(checking).rejects.toThrow('enough');
  expect(await runningFor(folder)).toEqual([]);
  expect((await temporaryFolders()).filter((name) => !before.includes(name))).toEqual([]);
});

test.each([['SIGINT', 130], ['SIGTERM', 143]] as const)('the command ends by %s with %i, and its process with it', { timeout: 60_000 }, async (signal, code) => {
  await plugin('await new Promise(() => setInterval(() => undefined, 1_000));');
  const command = spawn(process.execPath, [...builtProgram, 'plugin', 'check', join(folder, 'lamp'), '--quick'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(command, 'exit');
  await expect.poll(() => runningFor(folder), { timeout: 30_000 }).toHaveLength(1);
  command.kill(signal);
  expect(await exited).toEqual([code, null]);
  expect(await runningFor(folder)).toEqual([]);
});
