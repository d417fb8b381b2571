import { Refused, snmpNumber, Unsupported, type Resource, type SettableVarbind, type SnmpReader, type SnmpValue, type SnmpWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import { basePortInterface, spanningTreePort, truth } from '../mib.ts';
import type { portSpanningTree as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { bridgePortOf } from './bridge-ports.ts';
import { portNames } from './port-names.ts';
import { probeObjects } from './probe.ts';

export type PortSpanningTreeSpec = z.output<typeof schema>;

/** Null where the agent has no such column. */
export type PortSpanningTreeState = {
  readonly enabled: boolean | null;
  readonly edge: boolean | null;
};

const columns = ['enabled', 'edge'] as const;
const objectNames = { enabled: 'dot1dStpPortEnable', edge: 'dot1dStpPortAdminEdgePort' } as const;

/** TruthValue, and enabled(1) and disabled(2), are numbered alike. */
function isTrue(value: SnmpValue | undefined): boolean | null {
  const number = snmpNumber(value);
  return number === truth.yes ? true : number === truth.no ? false : null;
}

async function readAt(snmp: SnmpReader, port: number): Promise<PortSpanningTreeState> {
  const [enabled, edge] = await snmp.get(columns.map((column) => `${spanningTreePort[column]}.${port}`));
  const state = { enabled: isTrue(enabled?.value), edge: isTrue(edge?.value) };
  if (state.enabled === null && state.edge === null) throw new Unsupported('the agent tells nothing of the spanning tree of its ports (BRIDGE-MIB, RSTP-MIB)');
  return state;
}

async function write(snmp: SnmpWriter, name: string, wanted: PortSpanningTreeState): Promise<void> {
  const port = await bridgePortOf(snmp, name);
  const now = await readAt(snmp, port);
  const varbinds = columns.flatMap((column): SettableVarbind[] => {
    const value = wanted[column];
    return value === null || value === now[column] ? [] : [{ oid: `${spanningTreePort[column]}.${port}`, value: { type: 'Integer', value: value ? truth.yes : truth.no } }];
  });
  if (varbinds.length > 0) await snmp.set(varbinds);
}

/** Whether a port takes part in the spanning tree, and whether it begins as an edge port: BRIDGE-MIB (RFC 4188), RSTP-MIB (RFC 4318). */
export const portSpanningTree: Resource<PortSpanningTreeSpec, PortSpanningTreeState, 'port', Settings> = {
  read: async ({ snmp }, key) => readAt(snmp, await bridgePortOf(snmp, key.port)),
  async list({ snmp }) {
    const rows = await snmp.table({ interface: basePortInterface, enabled: spanningTreePort.enabled, edge: spanningTreePort.edge });
    const taking = new Set(rows.filter(({ cells }) => isTrue(cells.enabled) !== null || isTrue(cells.edge) !== null).map(({ cells }) => String(snmpNumber(cells.interface))));
    return (await portNames(snmp)).filter(({ index }) => taking.has(index)).map(({ name }) => ({ port: name }));
  },
  plan(_context, current, spec) {
    for (const column of columns) if (spec[column] !== undefined && current[column] === null) throw new Refused(`the agent does not tell "${column}" of ${spec.port}, so it cannot be set`);
    return { enabled: spec.enabled ?? current.enabled, edge: spec.edge ?? current.edge };
  },
  async probe({ snmp }, wanted, current, key) {
    const port = await bridgePortOf(snmp, key.port);
    await probeObjects(snmp, columns.filter((column) => wanted[column] !== current[column]).map((column) => ({ name: `${objectNames[column]} of ${key.port}`, oid: `${spanningTreePort[column]}.${port}` })));
  },
  apply: ({ snmp }, wanted, _current, key) => write(snmp, key.port, wanted),
  restore: ({ snmp }, state, key) => write(snmp, key.port, state),
};
