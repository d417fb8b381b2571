import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestSchema } from '@jackfield/sdk/manifest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfiguration, type Configuration } from '../sites/index.ts';
import { pluginComplaints } from './configured-plugins.ts';
import { withDeviceEntries, type DevicesAt } from './device-entries.ts';
import type { InstalledPlugin } from './installed-plugin.ts';

const keeper: InstalledPlugin = {
  id: 'keeper', packageName: 'keeper', version: '1.0.0', directory: '/', entry: null, scripts: new Map(), permissionsHash: '', points: {}, resourceSchemas: new Map(),
  settingsSchema: {
    type: 'object', additionalProperties: false, properties: {
      stores: {
        type: 'array', items: {
          type: 'object', additionalProperties: false, properties: {
            objects: { type: 'array', 'x-devices': 'host', items: { type: 'object', additionalProperties: false, required: ['path'], properties: { host: { type: 'string' }, path: { type: 'string' } } } },
          },
        },
      },
    },
  },
  manifest: manifestSchema.parse({ title: 'Keeper', contributes: {} }),
};

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'jackfield-entries-'));
  await mkdir(join(root, 'sites'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function configured(objects: string): Promise<Configuration> {
  await writeFile(join(root, 'organization.yaml'), 'organization: acme\ntitle: Acme\nregions: { north: { districts: { yorkshire: } } }\n');
  const site = (name: string, networks: string, plugins: string): Promise<void> =>
    writeFile(join(root, `sites/${name}.yaml`), `site: ${name}\ntitle: ${name}\ndistrict: yorkshire\nnetworks: [${networks}]\n${plugins}`);
  await site('leeds', '127.0.0.0/30', `plugins:\n  keeper:\n    enabled: true\n    settings:\n      stores:\n        - objects: ${objects}\n`);
  await site('york', '127.0.0.4/30', 'plugins: { keeper: { enabled: true } }\n');
  await site('hull', '127.0.0.8/30', '');
  return loadConfiguration(root);
}

const devicesAt: DevicesAt = (site) => [
  { name: `${site}-mail`, kind: 'server', labels: {} }, { name: `${site}-files`, kind: 'server', labels: { role: 'files' } }, { name: `${site}-core`, kind: 'switch', labels: {} },
];
const leeds = { level: 'site', site: 'leeds' } as const;

test.each<[string, readonly object[], readonly string[]]>([
  ['[{ devices: { kind: server }, path: /etc }]', [{ host: 'leeds-files', path: '/etc' }, { host: 'leeds-mail', path: '/etc' }], ['leeds-files', 'leeds-mail']],
  ['[{ devices: { labels: { role: files } }, path: /srv }]', [{ host: 'leeds-files', path: '/srv' }], ['leeds-files']],
  ['[{ devices: { site: york, kind: switch }, path: "host/${name}" }]', [{ host: 'york-core', path: 'host/york-core' }], ['york-core']],
  ['[{ devices: { kind: switch }, path: /, host: "${name}-fd" }]', [{ host: 'leeds-core-fd', path: '/' }], ['leeds-core']],
  ['[{ devices: { kind: phone }, path: /etc }]', [], []],
])('%s stands for the devices that fit', async (objects, expanded, names) => {
  const configuration = await configured(objects);
  expect(withDeviceEntries(keeper, configuration, leeds, devicesAt)).toEqual({
    settings: { stores: [{ objects: expanded }] }, entries: [{ path: ['stores', 0, 'objects', 0], names }], complaints: [],
  });
  expect(pluginComplaints(configuration, { plugins: [keeper], refused: [], find: () => keeper })).toEqual([]);
});

test('what names no devices is as it was', async () => {
  const configuration = await configured('[{ host: files, path: "${name}" }]');
  expect(withDeviceEntries(keeper, configuration, leeds, devicesAt)).toEqual({ settings: configuration.pluginSettings('keeper', leeds), entries: [], complaints: [] });
});

test.each([
  ['{ site: hull, kind: server }', 'keeper is not enabled at hull: it may not hear of devices there'],
  ['{ site: hul }', 'there is no site hul'],
  ['{ kind: sever }', 'Invalid option'],
  ['{}', 'a selection by site, kind or labels'],
])('a selection %s is refused with its place, and once', async (devices, message) => {
  const complaints = pluginComplaints(await configured(`[{ devices: ${devices}, path: /etc }]`), { plugins: [keeper], refused: [], find: () => keeper });
  expect(complaints.map(({ code, where, message: said }) => [code, where, said])).toEqual([['JF2017', expect.stringContaining('sites/leeds.yaml:'), expect.stringContaining(message)]]);
});
