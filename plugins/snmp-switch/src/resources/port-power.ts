import { snmpNumber, Unsupported, type Resource, type SnmpReader, type SnmpWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import { powerAdminEnable, truth } from '../mib.ts';
import type { portPower as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { portNames } from './port-names.ts';
import { poweredInterfaces, powerIndexOf } from './power-ports.ts';
import { probeObjects } from './probe.ts';

export type PortPowerSpec = z.output<typeof schema>;

export type PortPowerState = { readonly enabled: boolean };

async function readAt(snmp: SnmpReader, index: string): Promise<PortPowerState> {
  const [answer] = await snmp.get([`${powerAdminEnable}.${index}`]);
  const enabled = snmpNumber(answer?.value);
  if (enabled !== truth.yes && enabled !== truth.no) throw new Unsupported('the agent does not tell whether the port gives power');
  return { enabled: enabled === truth.yes };
}

async function write(snmp: SnmpWriter, name: string, { enabled }: PortPowerState): Promise<void> {
  const index = await powerIndexOf(snmp, name);
  if ((await readAt(snmp, index)).enabled !== enabled) await snmp.set([{ oid: `${powerAdminEnable}.${index}`, value: { type: 'Integer', value: enabled ? truth.yes : truth.no } }]);
}

/** Whether a port gives power to what hangs on it: pethPsePortAdminEnable of POWER-ETHERNET-MIB (RFC 3621). */
export const portPower: Resource<PortPowerSpec, PortPowerState, 'port', Settings> = {
  read: async ({ snmp }, key) => readAt(snmp, await powerIndexOf(snmp, key.port)),
  async list({ snmp }) {
    const powered = await poweredInterfaces(snmp);
    return (await portNames(snmp)).filter(({ index }) => powered.has(index)).map(({ name }) => ({ port: name }));
  },
  plan: (_context, _current, { enabled }) => ({ enabled }),
  probe: async ({ snmp }, _wanted, _current, { port }) => probeObjects(snmp, [{ name: `pethPsePortAdminEnable of ${port}`, oid: `${powerAdminEnable}.${await powerIndexOf(snmp, port)}` }]),
  apply: ({ snmp }, wanted, _current, key) => write(snmp, key.port, wanted),
  restore: ({ snmp }, state, key) => write(snmp, key.port, state),
};
