import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin, result, snmpText, Unsupported, type Check, type Plugin, type Resource, type SnmpReader, type Watcher } from '@jackfield/sdk';
import { stringify } from 'yaml';

type Outlet = { readonly outlet: string };
export type StripState = { readonly alias: string };

const columns = { name: '1.3.6.1.2.1.31.1.1.1.1', alias: '1.3.6.1.2.1.31.1.1.1.18' } as const;

/** By name: in which row of its agent an outlet stands. */
export async function outletsOf(snmp: SnmpReader): Promise<ReadonlyMap<string, string>> {
  const rows = await snmp.table({ name: columns.name });
  return new Map(rows.flatMap(({ index, cells: { name } }) => { const text = snmpText(name); return text === null ? [] : [[text, index] as const]; }));
}

async function aliasOid(snmp: SnmpReader, { outlet }: Outlet): Promise<string> {
  const index = (await outletsOf(snmp)).get(outlet);
  if (index === undefined) throw new Unsupported(`there is no outlet ${outlet}`);
  return `${columns.alias}.${index}`;
}

/** The parts of a plugin for a strip of outlets: one that lists, and that listens. */
export interface StripParts {
  readonly power: Check;
  readonly outlet: Resource<Outlet & Partial<StripState>, StripState, 'outlet'>;
  readonly traps: Watcher;
}

/** They keep every rule, until one of them is replaced. */
export const soundStrip: StripParts = {
  power: async ({ snmp }) => result.ok(`${(await outletsOf(snmp)).size} outlets`),
  outlet: {
    list: async ({ snmp }) => Array.from((await outletsOf(snmp)).keys(), (outlet) => ({ outlet })),
    read: async ({ snmp }, key) => { const [alias] = await snmp.get([await aliasOid(snmp, key)]); return { alias: snmpText(alias?.value) ?? '' }; },
    plan: (_context, current, { alias = current.alias }) => ({ alias }),
    apply: async ({ snmp }, { alias }, _current, key) => snmp.set([{ oid: await aliasOid(snmp, key), value: { type: 'OctetString', value: Buffer.from(alias) } }]),
    restore: async ({ snmp }, { alias }, key) => snmp.set([{ oid: await aliasOid(snmp, key), value: { type: 'OctetString', value: Buffer.from(alias) } }]),
  },
  traps: async ({ snmp, signal, emit }) => {
    for await (const { oid } of snmp.traps(signal)) emit({ name: oid, summary: 'it said something', hints: ['power'] });
  },
};

/** Writes the plugin's folder; dispose to remove it. */
export async function stripFolder(parts: StripParts): Promise<{ readonly directory: string; readonly plugin: Plugin; readonly anew: () => Promise<Plugin> } & AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-strip-'));
  const text = { type: 'string', description: 'As printed on it.', maxLength: 60 };
  const manifest = {
    name: 'jackfield-plugin-strip', version: '1.0.0', type: 'module', engines: { jackfield: '^0.1.0' },
    jackfield: {
      title: 'Strip', main: 'plugin.js',
      contributes: {
        checks: { power: { title: 'Power' } }, watchers: { traps: { title: 'Traps', transport: 'snmp' } },
        resources: { outlet: { title: 'Outlet', schema: 'outlet.json', commitClass: 'snapshot', key: ['outlet'] } },
      },
      permissions: { snmp: { read: true, write: [columns.alias] } },
    },
  };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(directory, 'plugin.js'), '');
  await writeFile(join(directory, 'outlet.json'), JSON.stringify({ type: 'object', properties: { outlet: text, alias: text }, required: ['outlet'], additionalProperties: false }));
  const model = { name: 'strip-1', descr: 'A strip', objectID: '1.3.6.1.4.1.99999.2', ports: [{ name: 'out[1-4]' }] };
  await writeFile(join(directory, 'conformance.yaml'), stringify({ devices: { 'strip-1': { snmp: { model } } }, pushes: [{ resource: 'outlet', device: 'strip-1', spec: { outlet: 'out3', alias: 'kettle' } }] }));
  const load = (): Plugin => {
    const { power, outlet, traps } = parts;
    return definePlugin(manifest, { checks: { power }, resources: { outlet }, watchers: { traps } });
  };
  return { directory, plugin: load(), anew: async () => load(), [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}
