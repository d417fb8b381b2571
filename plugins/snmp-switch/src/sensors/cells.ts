import type { SnmpReader, SnmpValue } from '@jackfield/sdk';

/** Values of a column by index. */
export type Column = ReadonlyMap<string, SnmpValue>;

/** By the OID of the column, or of the scalar without its instance; a scalar has the index `0`. */
export type Cells = ReadonlyMap<string, Column>;

const oidsInPdu = 20;
const none: Column = new Map();

export function columnOf(cells: Cells, oid: string): Column {
  return cells.get(oid) ?? none;
}

const isScalar = (oid: string): boolean => oid.endsWith('.0');

function* batches(oids: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < oids.length; at += oidsInPdu) yield oids.slice(at, at + oidsInPdu);
}

/** Which of the columns and scalars the agent has: one GETNEXT for 20 of them. */
export async function presentAmong(snmp: SnmpReader, oids: readonly string[]): Promise<ReadonlySet<string>> {
  const present = new Set<string>();
  for (const some of batches([...new Set(oids)])) {
    const asked = some.map((oid) => (isScalar(oid) ? oid.slice(0, -2) : oid));
    const next = await snmp.getNext(asked);
    some.forEach((oid, at) => {
      const found = next[at];
      if (found !== undefined && found.value.value !== null && (isScalar(oid) ? found.oid === oid : found.oid.startsWith(`${oid}.`))) present.add(oid);
    });
  }
  return present;
}

/** Values of instances, 20 in a PDU; those that the agent lacks are left out. */
export async function readInstances(snmp: SnmpReader, oids: readonly string[]): Promise<ReadonlyMap<string, SnmpValue>> {
  const found = new Map<string, SnmpValue>();
  for (const some of batches(oids)) for (const { oid, value } of await snmp.get(some)) if (value.value !== null) found.set(oid, value);
  return found;
}

/** Reads columns and scalars, those of one table together. */
export async function readCells(snmp: SnmpReader, oids: readonly string[]): Promise<Cells> {
  const cells = new Map<string, Map<string, SnmpValue>>();
  const wanted = [...new Set(oids)];
  for (const some of batches(wanted.filter(isScalar))) {
    for (const { oid, value } of await snmp.get(some)) if (value.value !== null) cells.set(oid, new Map([['0', value]]));
  }
  const tables = Object.groupBy(wanted.filter((oid) => !isScalar(oid)), (oid) => oid.slice(0, oid.lastIndexOf('.')));
  for (const columns of Object.values(tables)) {
    if (columns === undefined) continue;
    for (const { index, cells: row } of await snmp.table(Object.fromEntries(columns.map((oid) => [oid, oid])))) {
      for (const [oid, value] of Object.entries(row)) {
        if (value === undefined) continue;
        const column = cells.get(oid) ?? new Map<string, SnmpValue>();
        column.set(index, value);
        cells.set(oid, column);
      }
    }
  }
  return cells;
}

/**
 * The cell of a row in another table whose index is a part of the row's, as a sensor's slot is of its number: the longest
 * part, and of those the one with the largest number, for small numbers are everywhere.
 */
export function related(column: Column, index: string): SnmpValue | undefined {
  const exact = column.get(index);
  if (exact !== undefined || column.size === 0) return exact;
  const parts = index.split('.');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const runs = Array.from({ length: parts.length - length + 1 }, (_, start) => parts.slice(start, start + length));
    const found = runs.filter((run) => column.has(run.join('.'))).sort((one, other) => Number(other.at(-1)) - Number(one.at(-1)))[0];
    if (found !== undefined) return column.get(found.join('.'));
  }
  return undefined;
}
