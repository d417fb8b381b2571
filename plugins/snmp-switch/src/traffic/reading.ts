import type { SnmpReader, SnmpValue } from '@jackfield/sdk';
import { smallOctets, system } from '../mib.ts';
import { columnOf, readCells, type Cells } from '../sensors/cells.ts';
import { valueInteger } from '../text.ts';

/** IF-MIB and EtherLike-MIB, columns by ifIndex. */
const column = {
  operStatus: '1.3.6.1.2.1.2.2.1.8', inDiscards: '1.3.6.1.2.1.2.2.1.13', inErrors: '1.3.6.1.2.1.2.2.1.14', outDiscards: '1.3.6.1.2.1.2.2.1.19', outErrors: '1.3.6.1.2.1.2.2.1.20',
  inOctets: '1.3.6.1.2.1.31.1.1.1.6', inPackets: '1.3.6.1.2.1.31.1.1.1.7', outOctets: '1.3.6.1.2.1.31.1.1.1.10', outPackets: '1.3.6.1.2.1.31.1.1.1.11',
  highSpeed: '1.3.6.1.2.1.31.1.1.1.15', discontinuity: '1.3.6.1.2.1.31.1.1.1.19', duplex: '1.3.6.1.2.1.10.7.2.1.19',
} as const;

export const counters = ['inOctets', 'outOctets', 'inPackets', 'outPackets', 'inErrors', 'outErrors', 'inDiscards', 'outDiscards'] as const;
export type Counter = (typeof counters)[number];

const up = 1;
const halfDuplex = 2;

/** A counter and how many bits it has before it begins anew. */
export interface Count {
  readonly value: bigint;
  readonly bits: 32 | 64;
}

export interface PortReading {
  readonly counts: { readonly [Name in Counter]?: Count };
  /** ifCounterDiscontinuityTime: counters that lost their place have another one. */
  readonly discontinuity: number;
  /** Bits a second; null where the port does not tell. */
  readonly speed: number | null;
  readonly isHalfDuplex: boolean;
}

/** When something was read. */
export interface Clocks {
  /** By our clock, milliseconds. */
  readonly at: number;
  /** sysUpTime in hundredths of a second. */
  readonly ticks: number | null;
}

/** What the ports that are up have counted. */
export interface Reading extends Clocks {
  /** By ifIndex. */
  readonly ports: ReadonlyMap<number, PortReading>;
}

function countOf(value: SnmpValue | undefined): Count | null {
  if (value?.type === 'Counter64') return { value: value.value, bits: 64 };
  const number = valueInteger(value);
  return number === null || number < 0 ? null : { value: BigInt(number), bits: value?.type === 'Counter32' ? 32 : 64 };
}

/** Octets in 32 bits, for ports that count in no more; above this speed they begin anew between two looks. */
const fastestSmall = 100_000_000;

function portOf(cells: Cells, index: string): PortReading {
  const integer = (oid: string): number | null => valueInteger(columnOf(cells, oid).get(index));
  const highSpeed = integer(column.highSpeed);
  const speed = highSpeed === null || highSpeed <= 0 ? null : highSpeed * 1_000_000;
  const counts: { [Name in Counter]?: Count } = {};
  for (const name of counters) {
    let count = countOf(columnOf(cells, column[name]).get(index));
    if (count === null && (name === 'inOctets' || name === 'outOctets') && (speed ?? 0) <= fastestSmall) count = countOf(columnOf(cells, smallOctets[name]).get(index));
    if (count !== null) counts[name] = count;
  }
  return { counts, discontinuity: integer(column.discontinuity) ?? 0, speed, isHalfDuplex: integer(column.duplex) === halfDuplex };
}

export async function readTraffic(snmp: SnmpReader): Promise<Reading> {
  const cells = await readCells(snmp, [system.upTime, ...Object.values(column)]);
  const at = performance.now();
  const indexes = Array.from(columnOf(cells, column.operStatus)).flatMap(([index, status]) => (valueInteger(status) === up ? [index] : []));
  const isSmall = indexes.some((index) => !columnOf(cells, column.inOctets).has(index));
  const all = isSmall ? new Map([...cells, ...(await readCells(snmp, Object.values(smallOctets)))]) : cells;
  return { at, ticks: valueInteger(columnOf(cells, system.upTime).get('0')), ports: new Map(indexes.map((index) => [Number(index), portOf(all, index)])) };
}
