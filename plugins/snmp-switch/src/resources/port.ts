import { Conflict, Refused, snmpText, Unsupported, type Resource, type SettableVarbind, type SnmpReader, type SnmpWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import { interfaceStatus } from '../discovery/interfaces.ts';
import { interfaces } from '../mib.ts';
import type { port as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export type PortSpec = z.output<typeof schema>;

/** Null where the agent has no such column. */
export type PortState = {
  readonly alias: string | null;
  readonly adminStatus: 'up' | 'down' | 'testing' | null;
};

const statusNumbers = { up: 1, down: 2, testing: 3 } as const;

/** The ifIndex that the name has today; it may be another after a restart. */
async function indexOf(snmp: SnmpReader, name: string): Promise<string> {
  const rows = await snmp.table({ name: interfaces.name, descr: interfaces.descr });
  for (const column of ['name', 'descr'] as const) {
    const found = rows.filter(({ cells }) => snmpText(cells[column])?.trim() === name);
    if (found.length > 1) throw new Conflict(`${found.length} ports are called ${name}`, { hint: 'Name the port by its other name, ifName or ifDescr.' });
    if (found[0] !== undefined) return found[0].index;
  }
  throw new Unsupported(`There is no port ${name}`, { hint: 'The names are those of `jackfield device`.' });
}

/** The names of all ports, as `jackfield device` shows them; of several that are called the same none. */
async function portNames(snmp: SnmpReader): Promise<string[]> {
  const rows = await snmp.table({ name: interfaces.name, descr: interfaces.descr });
  const names = rows.flatMap(({ cells }) => [snmpText(cells.name), snmpText(cells.descr)].map((name) => name?.trim() ?? '').find((name) => name !== '') ?? []);
  return names.filter((name) => names.indexOf(name) === names.lastIndexOf(name));
}

async function readPort(snmp: SnmpReader, index: string): Promise<PortState> {
  const [alias, admin] = await snmp.get([`${interfaces.alias}.${index}`, `${interfaces.adminStatus}.${index}`]);
  const status = interfaceStatus(admin?.value);
  return {
    alias: snmpText(alias?.value),
    adminStatus: status === 'up' || status === 'down' || status === 'testing' ? status : null,
  };
}

async function write(snmp: SnmpWriter, name: string, wanted: PortState): Promise<void> {
  const index = await indexOf(snmp, name);
  const now = await readPort(snmp, index);
  const varbinds: SettableVarbind[] = [];
  if (wanted.alias !== null && wanted.alias !== now.alias) {
    varbinds.push({ oid: `${interfaces.alias}.${index}`, value: { type: 'OctetString', value: Buffer.from(wanted.alias) } });
  }
  if (wanted.adminStatus !== null && wanted.adminStatus !== now.adminStatus) {
    varbinds.push({ oid: `${interfaces.adminStatus}.${index}`, value: { type: 'Integer', value: statusNumbers[wanted.adminStatus] } });
  }
  if (varbinds.length > 0) await snmp.set(varbinds);
}

/** ifAlias and ifAdminStatus of the port that a name means today. */
export const port: Resource<PortSpec, PortState, 'port', Settings> = {
  read: async ({ snmp }, key) => readPort(snmp, await indexOf(snmp, key.port)),
  list: async ({ snmp }) => (await portNames(snmp)).map((name) => ({ port: name })),
  plan(_context, current, spec) {
    if (spec.alias !== undefined && current.alias === null) throw new Refused(`${spec.port} has no alias that could be set`);
    return { alias: spec.alias ?? current.alias, adminStatus: spec.adminStatus ?? current.adminStatus };
  },
  apply: ({ snmp }, wanted, _current, key) => write(snmp, key.port, wanted),
  restore: ({ snmp }, state, key) => write(snmp, key.port, state),
};
