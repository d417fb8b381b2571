import { snmpNumber, snmpText, Unsupported, type SnmpReader } from '@jackfield/sdk';
import { basePortInterface, interfaces } from '../mib.ts';
import { indexOf } from './port-names.ts';

/** A port of the bridge: bridges number their ports themselves, by dot1dBasePort, not ifIndex. */
export interface BridgePort {
  readonly number: number;
  /** All names that it has, the one that `jackfield device` shows first; of a port without an interface its number. */
  readonly names: readonly [string, ...string[]];
}

export async function bridgePortOf(snmp: SnmpReader, name: string): Promise<number> {
  const index = await indexOf(snmp, name);
  const found = (await snmp.table({ interface: basePortInterface })).find(({ cells }) => cells.interface?.value === Number(index));
  if (found === undefined) throw new Unsupported(`${name} is no port of the bridge`, { hint: 'It may be a member of a link aggregation, a routed port, or the management port.' });
  return Number(found.index);
}

/** All ports of the bridge. */
export async function bridgePorts(snmp: SnmpReader): Promise<readonly BridgePort[]> {
  const named = new Map((await snmp.table({ name: interfaces.name, descr: interfaces.descr })).map(({ index, cells }) => [
    index, [cells.name, cells.descr].map((text) => snmpText(text)?.trim() ?? '').filter((text) => text !== ''),
  ]));
  return (await snmp.table({ interface: basePortInterface })).map(({ index, cells }) => {
    const [first = nameless(index), ...others] = named.get(String(snmpNumber(cells.interface))) ?? [];
    return { number: Number(index), names: [first, ...others] };
  });
}

/** What a port is called that has no name of its own. */
export const nameless = (port: number | string): string => `bridge port ${port}`;
