import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@jackfield/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfiguration } from '../sites/index.ts';
import { manifestSchema } from '@jackfield/sdk/manifest';
import { pluginComplaints } from './configured-plugins.ts';
import { requirePluginKey } from './plugin-keys.ts';
import { compileSchema, understood } from './schema-validation.ts';
import type { InstalledPlugin, PluginCatalogue } from './installed-plugin.ts';

const lamps: InstalledPlugin = {
  id: 'lamps', packageName: 'jackfield-plugin-lamps', version: '1.2.0', directory: '/', entry: null, scripts: new Map(), permissionsHash: '', points: {}, resourceSchemas: new Map(),
  settingsSchema: { type: 'object', additionalProperties: false, properties: { brightness: { type: 'integer', maximum: 100 }, colour: { type: 'string' } } },
  manifest: manifestSchema.parse({ title: 'Lamps', contributes: { checks: { bulbs: { title: 'Bulbs', every: '60s' } } } }),
};
const catalogue: PluginCatalogue = {
  plugins: [lamps], refused: [],
  find: (id, version = null) => (id === 'lamps' && (version === null || version === lamps.version) ? lamps : null),
};

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'jackfield-configured-'));
  await mkdir(join(root, 'sites'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function complaintsOf(plugins: string): Promise<string[]> {
  const head = 'organization: acme\ntitle: Acme\nregions: { north: { districts: { yorkshire: } } }\n';
  await writeFile(join(root, 'organization.yaml'), head);
  await writeFile(join(root, 'sites/leeds.yaml'), `site: leeds\ntitle: Leeds\ndistrict: yorkshire\nnetworks: [127.0.0.0/30]\nplugins:\n${plugins}`);
  return pluginComplaints(await loadConfiguration(root), catalogue).map(({ code, where, message }) => `${code} ${where} ${message}`);
}

test.each<[JsonObject, JsonObject | null]>([
  [{ place: 'hall', brightnes: 40, colour: 'red' }, { place: 'hall', colour: 'red' }],
  [{ place: 'hall', brightness: 400, colour: 'red' }, { place: 'hall', colour: 'red' }],
  [{ place: 'hall', bulbs: { watts: 5, wats: 6 } }, { place: 'hall', bulbs: { watts: 5 } }],
  [{ place: 'hall', bulbs: { wats: 6 } }, { place: 'hall' }],
  [{ place: 'hall', rooms: ['a', 5] }, { place: 'hall' }],
  [{ colour: 'red' }, null],
  [{ place: 5 }, null],
])('of %j the schema understands %j', (given, rest) => {
  const text = { type: 'string' };
  const schema = {
    type: 'object', additionalProperties: false, required: ['place'],
    properties: {
      place: text, colour: text, brightness: { type: 'integer', maximum: 100 }, rooms: { type: 'array', items: text },
      bulbs: { type: 'object', additionalProperties: false, required: ['watts'], properties: { watts: { type: 'integer' } } },
    },
  };
  expect(understood(compileSchema(schema, 'lamps'), given)).toEqual(rest);
});

test('what is said of plugins is understood', async () => {
  expect(await complaintsOf('  lamps: { enabled: true, version: 1.2.0, checks: { bulbs: { every: 2m } }, settings: { brightness: 40 } }\n')).toEqual([]);
});

test.each([
  ['  lampz: { enabled: true }\n', 'JF2010', ':6:', 'plugins.lampz: no such plugin is installed'],
  ['  lamps: { enabled: true, version: 9.0.0 }\n', 'JF2010', ':6:', 'plugins.lamps.version: 9.0.0 is not installed, 1.2.0 is'],
  ['  lamps:\n    enabled: true\n    checks: { bulb: { every: 2m } }\n', 'JF2012', ':8:', 'plugins.lamps.checks.bulb: lamps has no such check, it has bulbs'],
  ['  lamps:\n    enabled: true\n    settings:\n      brightness: 400\n', 'JF2017', ':9:', 'plugins.lamps.settings.brightness: must be <= 100'],
  ['  lamps:\n    enabled: true\n    settings:\n      brightnes: 40\n', 'JF2017', ':9:', 'plugins.lamps.settings.brightnes: unknown key "brightnes"; did you mean "brightness"?'],
  ['  lamps:\n    enabled: true\n    settings:\n      colour: 26\n', 'JF2017', ':9:', "plugins.lamps.settings.colour: must be string: write '26' in quotes"],
])('%s is told with code, file and line', async (plugins, code, line, message) => {
  const [complaint, ...more] = await complaintsOf(plugins);
  expect(more).toEqual([]);
  expect(complaint?.startsWith(`${code} sites/leeds.yaml${line}`)).toBe(true);
  expect(complaint?.endsWith(message)).toBe(true);
});

test.each([
  ['plugins.lampz.enabled', 'plugins.lamps.enabled'], ['plugins.lamps.checks.bulb.every', 'plugins.lamps.checks.bulbs.every'],
  ['plugins.lamps.settings.colur', 'plugins.lamps.settings.colour'],
])('%s is refused where somebody asks for it: %s is meant', async (key, meant) => {
  await complaintsOf('  lamps: { enabled: true }\n');
  const configuration = await loadConfiguration(root);
  const ask = (of: string) => () => requirePluginKey(of, catalogue, configuration, { level: 'site', site: 'leeds' });
  expect(ask(key)).toThrow(expect.objectContaining({ code: 'JF1015', hint: `Did you mean "${meant}"?` }));
  expect(ask(meant)).not.toThrow();
  expect(ask('health.attempts')).not.toThrow();
});
