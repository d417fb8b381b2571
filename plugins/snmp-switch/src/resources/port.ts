import { Refused, snmpText, type Resource, type SettableVarbind, type SnmpReader, type SnmpWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import { forgetPorts } from '../checks/port-facts.ts';
import { interfaceStatus } from '../discovery/interfaces.ts';
import { interfaces } from '../mib.ts';
import type { port as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { indexOf, portNames } from './port-names.ts';
import { probeObjects } from './probe.ts';

export type PortSpec = z.output<typeof schema>;

/** Null where the agent has no such column. */
export type PortState = {
  readonly alias: string | null;
  readonly adminStatus: 'up' | 'down' | 'testing' | null;
};

const objectNames = { alias: 'ifAlias', adminStatus: 'ifAdminStatus' } as const;
const statusNumbers = { up: 1, down: 2, testing: 3 } as const;

async function readPort(snmp: SnmpReader, index: string): Promise<PortState> {
  const [alias, admin] = await snmp.get([`${interfaces.alias}.${index}`, `${interfaces.adminStatus}.${index}`]);
  const status = interfaceStatus(admin?.value);
  return {
    alias: snmpText(alias?.value),
    adminStatus: status === 'up' || status === 'down' || status === 'testing' ? status : null,
  };
}

async function write(snmp: SnmpWriter, device: string, name: string, wanted: PortState): Promise<void> {
  const index = await indexOf(snmp, name);
  const now = await readPort(snmp, index);
  const varbinds: SettableVarbind[] = [];
  if (wanted.alias !== null && wanted.alias !== now.alias) {
    varbinds.push({ oid: `${interfaces.alias}.${index}`, value: { type: 'OctetString', value: Buffer.from(wanted.alias) } });
  }
  if (wanted.adminStatus !== null && wanted.adminStatus !== now.adminStatus) {
    varbinds.push({ oid: `${interfaces.adminStatus}.${index}`, value: { type: 'Integer', value: statusNumbers[wanted.adminStatus] } });
  }
  if (varbinds.length === 0) return;
  forgetPorts(device);
  await snmp.set(varbinds);
}

/** ifAlias and ifAdminStatus of the port that a name means today. */
export const port: Resource<PortSpec, PortState, 'port', Settings> = {
  read: async ({ snmp }, key) => readPort(snmp, await indexOf(snmp, key.port)),
  list: async ({ snmp }) => (await portNames(snmp)).map(({ name }) => ({ port: name })),
  plan(_context, current, spec) {
    if (spec.alias !== undefined && current.alias === null) throw new Refused(`${spec.port} has no alias that could be set`);
    return { alias: spec.alias ?? current.alias, adminStatus: spec.adminStatus ?? current.adminStatus };
  },
  async probe({ snmp }, wanted, current, key) {
    const index = await indexOf(snmp, key.port);
    await probeObjects(snmp, (['alias', 'adminStatus'] as const).filter((field) => wanted[field] !== current[field]).map((field) => ({ name: `${objectNames[field]} of ${key.port}`, oid: `${interfaces[field]}.${index}` })));
  },
  apply: ({ snmp, device }, wanted, _current, key) => write(snmp, device.id, key.port, wanted),
  restore: ({ snmp, device }, state, key) => write(snmp, device.id, key.port, state),
};
