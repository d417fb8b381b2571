import { snmpNumber, Unsupported, type SnmpReader, type SnmpValue } from '@jackfield/sdk';
import { pvid, staticVlan } from '../mib.ts';

/** A VLAN of dot1qVlanStaticTable with its lists of ports. */
export interface StaticVlan {
  readonly id: number;
  readonly egress: Uint8Array;
  readonly untagged: Uint8Array;
}

export const bytesOf = (value: SnmpValue | undefined): Uint8Array | null => (value?.type === 'OctetString' ? value.value : null);

export async function staticVlans(snmp: SnmpReader): Promise<readonly StaticVlan[]> {
  const rows = await snmp.table({ egress: staticVlan.egress, untagged: staticVlan.untagged });
  return rows.flatMap(({ index, cells }) => {
    const [egress, untagged] = [bytesOf(cells.egress), bytesOf(cells.untagged)];
    return egress === null || untagged === null || !/^\d+$/.test(index) ? [] : [{ id: Number(index), egress, untagged }];
  }).toSorted((a, b) => a.id - b.id);
}

export const noVlans = (): Unsupported => new Unsupported('the agent tells no VLANs of its ports (Q-BRIDGE-MIB)', { hint: 'Such a switch is set by its command line.' });

export async function readPvid(snmp: SnmpReader, port: number): Promise<number> {
  const [answer] = await snmp.get([`${pvid}.${port}`]);
  if (answer?.value.type !== 'Gauge32' && answer?.value.type !== 'Integer') throw noVlans();
  return answer.value.value;
}

/** The VLAN of what comes in without a tag, by dot1dBasePort. */
export async function pvids(snmp: SnmpReader): Promise<ReadonlyMap<number, number>> {
  const rows = await snmp.table({ pvid });
  return new Map(rows.flatMap(({ index, cells }) => {
    const own = snmpNumber(cells.pvid);
    return own === null ? [] : [[Number(index), own] as const];
  }));
}
