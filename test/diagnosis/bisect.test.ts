import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Daemon } from '../docs/daemon.ts';
import { edit, guiltySite, up } from './site.ts';

const calmDevice = '    address: 127.84.1.1';

let daemon: Daemon;

beforeAll(async () => {
  daemon = await guiltySite('127.84');
  const git = (...words: string[]): unknown => execFileSync('git', ['-C', join(daemon.folder, 'config'), '-c', 'user.name=ada', '-c', 'user.email=ada@example.net', ...words], { stdio: 'ignore' });
  git('init');
  git('add', '*.yaml');
  git('commit', '-m', 'all is well');
  await up(daemon);
}, 60_000);
afterAll(() => daemon[Symbol.asyncDispose]());

interface Found {
  readonly trouble: string;
  readonly trials: number;
  readonly guilty: readonly (readonly { readonly what: string; readonly where: string; readonly remedy: string }[])[];
}

async function bisect(...words: string[]): Promise<Found> {
  const { code, result, output } = await daemon.run(['bisect', ...words, '--json']);
  if (code !== 0) throw new Error(output);
  return JSON.parse(result) as Found;
}

test('two plugins that are guilty only together', async () => {
  const { guilty, trouble } = await bisect('--device', 'gauge-1', '--check', 'level', '--over', 'plugins');
  expect(trouble).toContain('gauge/level on gauge-1: critical, 3 of 3');
  expect(guilty.map((set) => set.map(({ what }) => what))).toEqual([['plugin pepper 1.0.0, by the data it contributes', 'plugin salt 1.0.0, by the data it contributes']]);
  expect(guilty[0]?.[0]?.where).toMatch(/plugins\/pepper$/);
}, 120_000);

test('one setting of a site, by its line; what is needed to reach the device is not accused', async () => {
  const { guilty } = await bisect('--device', 'gauge-1', '--check', 'level', '--over', 'settings');
  expect(guilty.map((set) => set.map(({ what, where }) => `${where} ${what}`))).toEqual([['sites/leeds.yaml:5:31 plugins.gauge.settings.limit: 3 (site leeds)']]);

  await edit(daemon, 'sites/leeds.yaml', 'limit: 3 }', 'limit: 4 }');
  expect((await daemon.run(['bisect', '--device', 'gauge-1', '--check', 'level'])).output).toMatch(/JF9520[\s\S]*that is not ok/);
  expect((await daemon.run(['bisect', '--device', 'gauge-1', '--check', 'lvel'])).output).toMatch(/gauge-1 has no check lvel\n {2}→ next: Name one that it has: .*level/);
}, 120_000);

test('a device that cannot be reached: the pinned port, not the credentials', async () => {
  await edit(daemon, 'sites/leeds.yaml', calmDevice, `${calmDevice}\n    settings: { transports: { snmp: { port: 1199, timeoutMs: 300, retries: 0 } } }`);
  const { guilty, trouble } = await bisect('--device', 'gauge-1', '--check', 'trick', '--over', 'settings');
  expect(trouble).toContain('unknown JF0001');
  expect(guilty.map((set) => set.map(({ what }) => what))).toEqual([['transports.snmp.port: 1199 (device gauge-1)']]);
}, 120_000);

test('what changed since a commit', async () => {
  const { guilty } = await bisect('--device', 'gauge-1', '--check', 'trick', '--good', 'HEAD');
  expect(guilty.map((set) => set.map(({ what, where }) => `${where} ${what}`))).toEqual([[expect.stringMatching(/^sites\/leeds\.yaml:\d+:\d+ transports\.snmp\.port: nothing → 1199 \(device gauge-1\)$/)]]);
  expect((await daemon.run(['bisect', '--device', 'gauge-1', '--good', 'no-such-thing/'])).output).toMatch(/JF9523 .*neither a folder, nor a commit, nor a time/);
}, 120_000);

test('the plugin that eats the processor', async () => {
  await edit(daemon, 'sites/leeds.yaml', 'plugins:\n  gauge:', 'plugins:\n  burner: { settings: { seconds: 30 } }\n  gauge:');
  const { guilty, trouble } = await bisect('--schedule', '--seconds', '5', '--cpu', '8');
  expect(trouble).toMatch(/schedule of 1 devices over 5 s/);
  expect(guilty).toMatchObject([[{ what: 'plugin burner 1.0.0 (enabled by organization)', where: expect.stringMatching(/^organization\.yaml:\d+:\d+$/), remedy: expect.stringContaining('burner: { enabled: false }') }]]);
}, 120_000);

test('the daemon was not disturbed: what it knows of the device is what it saw itself', async () => {
  const { result } = await daemon.run(['audit', '--json']);
  expect(result).not.toContain('bisect');
  expect((await daemon.run(['bisect', '--schedule', '--device', 'x'])).code).toBe(2);
});
