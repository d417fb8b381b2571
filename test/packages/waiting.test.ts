import { copyFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHostEvents } from '../../core/src/events/index.ts';
import { createPackageService, installPackage, type PackageService, type WaitingPackage } from '../../core/src/packages/index.ts';
import { createConfigurationService, type ConfigurationService } from '../../core/src/sites/index.ts';
import { Rig } from './rig.ts';

let stack: AsyncDisposableStack;
let rig: Rig;
let configuration: ConfigurationService;
let packages: PackageService;
let now: Date;
/** Let go of when a test says so: the queue stands while it writes what it did. */
let audit: { readonly written: string[]; gate: Promise<unknown> };
let told: string[];

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  rig = stack.use(await Rig.open());
  const events = createHostEvents();
  configuration = stack.use(await createConfigurationService({ directory: rig.config, events }));
  now = new Date('2026-03-01T00:00:00Z');
  const written: string[] = [];
  audit = { written, gate: Promise.resolve() };
  told = [];
  events.on('package.state', ({ version, state }) => void told.push(`${version} ${state}`));
  const recordDeed = async ({ action, detail }: { readonly action: string; readonly detail: string }): Promise<void> => {
    written.push(`${action} ${detail}`);
    await audit.gate;
  };
  packages = stack.use(await createPackageService({ configuration, events, audit: { recordDeed }, now: () => now }));
});
afterEach(() => stack.disposeAsync());

const folder = (): string => join(rig.folder, 'state/waiting');
const archive = (): string => join(folder(), 'widget.tgz');

async function offer(version: string): Promise<WaitingPackage> {
  const bytes = await rig.signed({ version });
  await using received = await packages.receive((async function* () { yield bytes; })(), bytes.length);
  return await packages.offer({ file: received.file, bytes: received.bytes, name: 'widget.tgz', person: 'ada', expected: null });
}

async function installAtTheMachine(version: string): Promise<void> {
  await installPackage(await rig.file(await rig.signed({ version }), `widget-${version}.tgz`), rig.needs());
  await configuration.reload();
}

test('who looks takes nothing away: what cannot be read just now says why, is not installed, and is there when it can', { timeout: 60_000 }, async () => {
  const offered = await offer('1.1.0');
  const given = { plugin: 'widget', integrity: offered.integrity, grant: true, downgrade: false, person: 'ada' };
  await rename(archive(), join(rig.folder, 'away'));
  await installAtTheMachine('1.0.0');
  expect(await packages.waiting()).toMatchObject([{ version: '1.1.0', before: null, problem: { code: 'JF2237' } }]);
  await expect(packages.install({ ...given, before: null })).rejects.toMatchObject({ code: 'JF2231' });
  await rename(join(rig.folder, 'away'), archive());
  expect(await packages.waiting()).toMatchObject([{ version: '1.1.0', before: '1.0.0', problem: null }]);
  // What was shown over nothing is no answer to what it asks for over 1.0.0.
  await expect(packages.install({ ...given, before: null })).rejects.toMatchObject({ code: 'JF2231', message: expect.stringContaining('1.0.0 of widget runs by now') });
  expect(await packages.install({ ...given, before: '1.0.0' })).toMatchObject({ outcome: 'installed', version: '1.1.0' });
  expect([told, audit.written]).toEqual([['1.1.0 waiting', '1.1.0 installed'], []]);
});

test('what cannot be installed any more is taken away in the queue, told and audited; nobody who looks stands in that queue', { timeout: 60_000 }, async () => {
  await offer('1.1.0');
  await writeFile(archive(), await rig.signed({ version: '1.2.0' }));
  const gate = Promise.withResolvers<undefined>();
  audit.gate = gate.promise;
  await installAtTheMachine('1.0.0');
  await vi.waitFor(() => expect(audit.written).toEqual([expect.stringMatching(/^package\.withdraw 1\.1\.0: JF2231 /)]), { timeout: 20_000, interval: 10 });
  expect([await packages.waiting(), await readdir(folder()), told]).toEqual([[], [], ['1.1.0 waiting', '1.1.0 withdrawn']]);
  gate.resolve(undefined);
  expect(await offer('1.3.0')).toMatchObject({ version: '1.3.0', before: '1.0.0' });
});

test('one that waited too long is gone from the disk, and there is an end to how many wait', { timeout: 60_000 }, async () => {
  await offer('1.1.0');
  const facts = await readFile(join(folder(), 'widget.json'), 'utf8');
  for (let other = 1; other <= 20; other += 1) {
    await writeFile(join(folder(), `other${other}.json`), facts.replace('"widget"', `"other${other}"`));
    await copyFile(archive(), join(folder(), `other${other}.tgz`));
  }
  await expect(offer('1.2.0')).rejects.toMatchObject({ code: 'JF2255' });
  expect(await readdir(folder())).toHaveLength(42);
  now = new Date('2026-03-16T00:00:00Z');
  expect(await packages.waiting()).toEqual([]);
  await offer('1.2.0');
  expect((await readdir(folder())).toSorted()).toEqual(['widget.json', 'widget.tgz']);
  expect(audit.written).toHaveLength(21);
  expect(audit.written).toContain('package.withdraw 1.1.0: it waited for 14 days');
});
