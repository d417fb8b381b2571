import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApi, type HostServices } from '../../api/index.ts';
import type { FileWrite } from '../../sites/index.ts';
import { FakeServices, twoSites } from '../../testing/index.ts';
import { run } from '../program.ts';
import { RecordingTerminal } from '../testing/recording-terminal.ts';

let directory: string;
let services: HostServices;
let api: AsyncDisposable;
let written: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-set-'));
  await writeFile(join(directory, 'jackfield.yaml'), 'socket: s.sock\n');
  await writeFile(join(directory, 'organization.yaml'), '# ours\nregions:\n  north: { districts: { yorkshire: } }\n');
  const fake = new FakeServices(directory, join(directory, 's.sock'));
  const two = twoSites(fake);
  written = [];
  const write = async ({ file, text }: FileWrite) => {
    written.push(text('# ours\nregions:\n  north: { districts: { yorkshire: } }\n'));
    return { file, etag: 'x', before: '', after: '', changed: true, atNextStart: [] };
  };
  services = { ...two, configuration: { ...two.configuration, write } };
  api = await createApi({ services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} });
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function jackfield(...words: readonly string[]): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  const terminal = new RecordingTerminal();
  const code = await run([...words, '--config', directory], terminal, new AbortController().signal);
  return { code, output: terminal.output, errors: terminal.errors };
}

test('values are given as a file has them, and what is written is told', async () => {
  const { code, output } = await jackfield('set', 'health.attempts=5', 'plugins.snmp-switch.enabled=true', 'transports.snmp.credentials=[a, b]', '--at', 'yorkshire');
  expect([code, output]).toEqual([0, 'organization.yaml is written, and in force.\n  health.attempts: nothing → 5\n  plugins.snmp-switch.enabled: nothing → true\n  transports.snmp.credentials: nothing → ["a","b"]\n']);
  expect(written).toEqual([expect.stringMatching(/^# ours\n[^]*yorkshire: .*attempts: 5/)]);
});

test('a rollout is told wave by wave, and 1 says that one has stopped', async () => {
  const begun = await jackfield('rollout', 'begin', 'plugins.snmp-switch.enabled=true', '--at', 'organization', '--canary', 'bristol', '--size', '1');
  expect(begun.output).toMatch(/^rollout- Widget 2: running[^]*WAVE +SITE +STATE +WRITTEN *\n1 +bristol +written[^]*2 +leeds/);
  expect((await jackfield('rollout')).output).toMatch(/ROLLOUT +TITLE[^]*Widget 2 +running +1 of 2/);
  const [one] = await services.rollouts.list();
  Object.assign(services.rollouts, { list: async () => [{ ...one, state: 'stopped' }] });
  expect((await jackfield('rollout', '--json')).code).toBe(1);
});

test('what is no setting is told before anything is asked', async () => {
  expect(await jackfield('set', 'health.attempts', '--at', 'leeds')).toMatchObject({ code: 2, errors: expect.stringContaining('health.attempts is not KEY=VALUE') });
  expect(await jackfield('set', 'health.attempts={ 5', '--at', 'leeds')).toMatchObject({ code: 2, errors: expect.stringContaining('{ 5 is no value of YAML') });
  expect(written).toEqual([]);
});
