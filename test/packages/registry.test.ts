import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { installPackage, upgradePackage } from '../../core/src/packages/index.ts';
import { startRegistry, type LocalRegistry, type Release } from './local-registry.ts';
import { Rig } from './rig.ts';

const name = '@acme/jackfield-plugin-widget';
const now = (): Date => new Date('2026-03-10T00:00:00Z');

let rig: Rig;
let stack: AsyncDisposableStack;
beforeEach(async () => {
  stack = new AsyncDisposableStack();
  rig = stack.use(await Rig.open({ minimumReleaseAge: '3d' }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await stack.disposeAsync();
});

async function registry(releases: readonly Release[]): Promise<LocalRegistry> {
  const started = stack.use(await startRegistry(name, releases));
  await rig.write('npmrc', `; of the test\n@acme:registry = ${started.url}/\nregistry=http://127.0.0.1:1/\n`);
  vi.stubEnv('npm_config_userconfig', join(rig.folder, 'npmrc'));
  return started;
}

const release = async (version: string, day: string, more: Partial<Release> = {}): Promise<Release> => ({ version, bytes: await rig.signed({ version }), time: `2026-03-${day}T00:00:00Z`, ...more });

test('the newest release that is old enough is installed, and an upgrade follows when the next one is', async () => {
  await registry([await release('1.0.0', '01'), await release('1.1.0', '05'), await release('1.2.0', '09')]);
  expect(await installPackage(`${name}@^1.0.0`, rig.needs({ now }))).toMatchObject({ version: '1.1.0', proof: { publisher: { name: 'acme' } } });
  expect(await rig.read('config/plugins.lock.yaml')).toContain(`source: npm:${name}@1.1.0`);
  expect(await upgradePackage('widget', null, rig.needs({ now }))).toMatchObject({ outcome: 'unchanged' });
  expect(await upgradePackage('widget', null, rig.needs({ now: () => new Date('2026-03-13T00:00:00Z') }))).toMatchObject({ version: '1.2.0', before: '1.1.0' });
});

test('a release that is too young is refused by its version, with the day from which it may be installed', async () => {
  await registry([await release('1.0.0', '01'), await release('1.1.0', '09')]);
  await expect(installPackage(`${name}@1.1.0`, rig.needs({ now }))).rejects.toMatchObject({ code: 'JF2221', hint: expect.stringContaining('2026-03-12') });
});

test('a release of unknown age is young', async () => {
  await registry([await release('1.0.0', '01', { time: '' })]);
  await expect(installPackage(name, rig.needs({ now }))).rejects.toMatchObject({ code: 'JF2221' });
});

test.each<[string, string, () => Promise<readonly Release[]>]>([
  ['JF2233', 'other bytes than it gives the hash of', async () => [await release('1.0.0', '01', { sent: await rig.signed({ version: '1.0.0', script: 'reboot\n' }) })]],
  ['JF2208', 'another version than was asked for', async () => [await release('1.0.0', '01', { bytes: await rig.signed({ version: '0.1.0' }) })]],
  ['JF2208', 'another package than was asked for', async () => [await release('1.0.0', '01', { bytes: await rig.signed({ name: '@acme/jackfield-plugin-gadget' }) })]],
  ['JF2210', 'a package that is not signed', async () => [await release('1.0.0', '01', { bytes: await rig.packed() })]],
  ['JF2233', 'no version in the range', async () => [await release('2.0.0', '01')]],
])('%s: a registry that has %s', async (code, _what, releases) => {
  await registry(await releases());
  await expect(installPackage(`${name}@^1.0.0`, rig.needs({ now }))).rejects.toMatchObject({ code });
});

test('a registry that does not know the package, or does not answer', async () => {
  await registry([]);
  await expect(installPackage('@acme/jackfield-plugin-other', rig.needs({ now }))).rejects.toMatchObject({ code: 'JF2233' });
  await expect(installPackage('jackfield-plugin-other', rig.needs({ now }))).rejects.toMatchObject({ code: 'JF2233' });
});
