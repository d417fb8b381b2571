import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alteredConfiguration, loadConfiguration, settingChanges, settingEntries, type Configuration, type Scope } from './index.ts';

let directory: string;
const scope: Scope = { level: 'device', site: 'leeds', device: 'core-1' };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-entries-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function configuration(site: string): Promise<Configuration> {
  await mkdir(join(directory, 'sites'), { recursive: true });
  await writeFile(join(directory, 'jackfield.yaml'), 'state: var\n');
  await writeFile(join(directory, 'organization.yaml'), 'organization: acme\nsettings: { transports: { snmp: { port: 161 } } }\nregions: { north: { districts: { york: {} } } }\n');
  await writeFile(join(directory, 'sites/leeds.yaml'), `site: leeds\ndistrict: york\nnetworks: [10.1.0.0/16]\n${site}`);
  return loadConfiguration(directory);
}
const site = 'settings: { transports: { snmp: { port: 1161, retries: 0 } } }\ndevices: [{ name: core-1, plugins: { x: { settings: { watch: a } } } }]\n';

test('what files say about a place, each value with its line; what is hidden too', async () => {
  const found = settingEntries(await configuration(site), scope).map(({ layer, path, value, place }) => [layer, path.join('.'), value, `${place?.file ?? ''}:${place?.line ?? 0}`]);
  expect(found).toEqual([
    ['organization', 'transports.snmp.port', 161, 'organization.yaml:2'],
    ['site', 'transports.snmp.port', 1161, 'sites/leeds.yaml:4'], ['site', 'transports.snmp.retries', 0, 'sites/leeds.yaml:4'],
    ['device', 'plugins.x.settings.watch', 'a', 'sites/leeds.yaml:5'],
  ]);
});

test('without one value the weaker layer holds; nothing else changes, and the first configuration stays as it was', async () => {
  const before = await configuration(site);
  const entry = settingEntries(before, scope).find(({ layer, value }) => layer === 'site' && value === 1161);
  const after = alteredConfiguration(before, entry === undefined ? [] : [{ ...entry, value: undefined }]);
  expect(after.setting('transports.snmp', scope)).toEqual({ port: 161, retries: 0 });
  expect(after.pluginSettings('x', scope)).toEqual({ watch: 'a' });
  expect(before.setting('transports.snmp.port', scope)).toBe(1161);
});

test('changes between two: set otherwise, new and gone; undoing all of them gives what was', async () => {
  const good = await configuration(site);
  const now = await configuration('settings: { transports: { snmp: { port: 1162 } } }\ndevices: [{ name: core-1, plugins: { x: { settings: { watch: a, depth: 2 } } } }]\n');
  const changes = settingChanges(good, now, scope);
  expect(changes.map(({ path, before, after }) => [path.at(-1), before, after])).toEqual([['port', 1161, 1162], ['depth', undefined, 2], ['retries', 0, undefined]]);
  const undone = alteredConfiguration(now, changes.map((change) => ({ ...change, value: change.before })));
  for (const key of ['transports', 'plugins']) expect(undone.setting(key, scope)).toEqual(good.setting(key, scope));
});
