import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin, result, snmpText, type Check, type Discovery, type Identification, type Plugin, type Resource, type SnmpReader, type SnmpWriter } from '@jackfield/sdk';
import { stringify } from 'yaml';

export type LampState = { readonly light: string; readonly place: string };

export const oids = { light: '1.3.6.1.2.1.1.5.0', place: '1.3.6.1.2.1.1.6.0' } as const;

export async function readLamp(snmp: SnmpReader): Promise<LampState> {
  const [light, place] = await snmp.get([oids.light, oids.place]);
  return { light: snmpText(light?.value) ?? '', place: snmpText(place?.value) ?? '' };
}

export async function writeLamp(snmp: SnmpWriter, part: keyof LampState, value: string): Promise<void> {
  await snmp.set([{ oid: oids[part], value: { type: 'OctetString', value: Buffer.from(value) } }]);
}

async function writeAll(snmp: SnmpWriter, { place, light }: LampState): Promise<void> {
  await writeLamp(snmp, 'place', place);
  await writeLamp(snmp, 'light', light);
}

const identification: Identification = { kind: 'unknown', name: null, vendor: 'Acme', model: 'Lamp', os: null, version: null, serial: null, keys: [], confidence: 80 };

/** The parts of a plugin for a lamp whose light is its sysName. */
export interface LampParts {
  readonly lit: Check;
  readonly discovery: Discovery;
  readonly lamp: Resource<Partial<LampState>, LampState>;
}

/** They keep every rule, until one of them is replaced. */
export const sound: LampParts = {
  lit: async ({ snmp }) => {
    const { light } = await readLamp(snmp);
    const metrics = [{ name: 'lamps.on', value: light === 'on' ? 1 : 0 }];
    return light === 'on' ? result.ok('on', { items: [{ name: 'bulb', state: 'ok', summary: 'on' }], metrics }) : result.critical('off', { metrics });
  },
  discovery: {
    identify: async ({ fingerprint }) => (fingerprint.snmp?.sysDescr === 'A lamp' ? identification : null),
    inspect: async ({ snmp }) => ({ ...identification, vendor: (await readLamp(snmp)).light === '' ? null : 'Acme', interfaces: [], neighbours: [], addresses: [] }),
  },
  lamp: {
    read: async ({ snmp }) => readLamp(snmp),
    plan: (_context, current, { light, place }) => ({ light: light ?? current.light, place: place ?? current.place }),
    apply: async ({ snmp }, wanted) => writeAll(snmp, wanted),
    restore: async ({ snmp }, state) => writeAll(snmp, state),
  },
};

const model = (name: string) => ({ name, descr: 'A lamp', objectID: '1.3.6.1.4.1.99999.1', location: 'hall' });

/** What stands in its folder beside the code. */
export interface LampFiles {
  readonly match: readonly object[];
  readonly permissions: object;
  readonly pushes: readonly object[];
  readonly devices: { readonly [name: string]: object };
  readonly foreign: object;
  readonly exemptions: readonly object[];
  readonly readme: string;
  /** Whether its manifest says that it probes, and that lamps save. */
  readonly asks: boolean;
}

export const soundFiles: LampFiles = {
  match: [{ 'snmp.sysObjectID': '1.3.6.1.4.1.99999.' }],
  permissions: { snmp: { read: true, write: ['1.3.6.1.2.1.1.5', '1.3.6.1.2.1.1.6'] } },
  pushes: [{ resource: 'lamp', device: 'lamp-1', spec: { light: 'off', place: 'cellar' } }],
  devices: { 'lamp-1': { snmp: { model: model('on') }, expect: { vendor: 'Acme', model: 'Lamp' } }, 'ill-1': { snmp: { model: model('broken') } } },
  foreign: { 'switch-1': { snmp: { model: { name: 'switch-1', descr: 'A switch', objectID: '1.3.6.1.4.1.9.1.1' } } } },
  exemptions: [],
  readme: 'The check lit looks, the resource lamp switches.\n',
  asks: false,
};

/** Writes the plugin's folder; dispose to remove it. Parts are made anew for each process that would run it. */
export async function lampFolder(files: LampFiles, parts: () => LampParts): Promise<{ readonly directory: string; readonly plugin: Plugin; readonly anew: () => Promise<Plugin> } & AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-lamp-'));
  const text = { type: 'string', description: 'Said of itself.', maxLength: 200 };
  const manifest = {
    name: 'jackfield-plugin-lamp', version: '1.0.0', type: 'module', engines: { jackfield: '^0.1.0' },
    jackfield: {
      title: 'Lamp', main: 'plugin.js',
      contributes: {
        discovery: { lamp: { title: 'Lamp', match: files.match, saves: files.asks } },
        checks: { lit: { title: 'Lit', metrics: { 'lamps.on': { unit: 'lamps', title: 'Lamps that are on' } } } },
        resources: { lamp: { title: 'Lamp', schema: 'lamp.json', commitClass: 'snapshot', probe: files.asks } },
      },
      permissions: files.permissions,
    },
  };
  const { devices, foreign, pushes, exemptions } = files;
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(directory, 'plugin.js'), '');
  await writeFile(join(directory, 'lamp.json'), JSON.stringify({ type: 'object', properties: { light: text, place: text }, additionalProperties: false }));
  await writeFile(join(directory, 'README.md'), files.readme);
  await writeFile(join(directory, 'conformance.yaml'), stringify({ devices, foreign, pushes, exemptions }));
  const load = (): Plugin => {
    const { lit, discovery, lamp } = parts();
    return definePlugin(manifest, { discovery: { lamp: discovery }, checks: { lit }, resources: { lamp } });
  };
  return {
    directory, plugin: load(), anew: async () => load(),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}
