import { snmpText, type Resource, type SettableVarbind, type SnmpWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import { system as objects } from '../mib.ts';
import type { system as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { probeObjects } from './probe.ts';

export type SystemSpec = z.output<typeof schema>;

/** Null where the agent has no such object. */
export type SystemState = {
  readonly name: string | null;
  readonly contact: string | null;
  readonly location: string | null;
};

const facts = ['name', 'contact', 'location'] as const;
const objectNames = { name: 'sysName', contact: 'sysContact', location: 'sysLocation' } as const;

/** One SET for all that differs from what the device has now: calling twice changes nothing the second time. */
async function write(snmp: SnmpWriter, wanted: SystemState): Promise<void> {
  const now = await snmp.get(facts.map((fact) => objects[fact]));
  const varbinds = facts.flatMap((fact, at): SettableVarbind[] => {
    const text = wanted[fact];
    if (text === null || text === snmpText(now[at]?.value)) return [];
    return [{ oid: objects[fact], value: { type: 'OctetString', value: Buffer.from(text) } }];
  });
  if (varbinds.length > 0) await snmp.set(varbinds);
}

/** sysName, sysContact and sysLocation of SNMPv2-MIB. */
export const system: Resource<SystemSpec, SystemState, never, Settings> = {
  async read({ snmp }) {
    const [name, contact, location] = await snmp.get(facts.map((fact) => objects[fact]));
    return { name: snmpText(name?.value), contact: snmpText(contact?.value), location: snmpText(location?.value) };
  },
  plan(_context, current, spec) {
    return {
      name: spec.name ?? current.name,
      contact: spec.contact ?? current.contact,
      location: spec.location ?? current.location,
    };
  },
  probe: ({ snmp }, wanted, current) => probeObjects(snmp, facts.filter((fact) => wanted[fact] !== current[fact]).map((fact) => ({ name: objectNames[fact], oid: objects[fact] }))),
  apply: ({ snmp }, wanted) => write(snmp, wanted),
  restore: ({ snmp }, state) => write(snmp, state),
};
