import { WireColumnWriter, type WireTable, type WireVarbind } from '@jackfield/sdk/runtime';
import type { Progress } from '../progress.ts';
import type { BulkSize } from './bulk-size.ts';
import type { SnmpSession } from './snmp-session.ts';
import { compareOids, wireType, wireValue, wireVarbind } from './snmp-values.ts';
import { oneByOne, tooManyRows, walkColumns, type WalkLimits } from './walk-columns.ts';

/** What GETBULK would give, from an agent of SNMPv1: up to so many successors of each OID, ended as SNMPv2 ends them. */
export async function repeatedGetNext(session: SnmpSession, oids: readonly string[], repetitions: number, progress: Progress): Promise<WireVarbind[]> {
  const columns = await Promise.all(oids.map(async (oid) => {
    const column: WireVarbind[] = [];
    let cursor = oid;
    for (let times = 0; times < repetitions; times += 1) {
      const [found] = await oneByOne(session, [cursor], progress);
      const [next] = found ?? [];
      if (next === undefined) return [...column, [cursor, 'EndOfMibView', null] satisfies WireVarbind];
      column.push(wireVarbind(next));
      cursor = next.oid;
    }
    return column;
  }));
  return columns.flat();
}

/** All under a root, in the agent's order. */
export async function walk(session: SnmpSession, root: string, bulk: BulkSize, limits: WalkLimits, progress: Progress): Promise<WireVarbind[]> {
  const varbinds: WireVarbind[] = [];
  await walkColumns(session, [root], bulk, limits, progress, (_column, _index, varbind) => varbinds.push(wireVarbind(varbind)));
  return varbinds;
}

/** Several columns of a table; a row lacks what the agent has not. */
export async function table(session: SnmpSession, roots: readonly string[], bulk: BulkSize, limits: WalkLimits, progress: Progress): Promise<WireTable> {
  const indexes: string[] = [];
  const rows = new Map<string, number>();
  const columns = roots.map(() => ({ writer: new WireColumnWriter(), next: 0 }));
  await walkColumns(session, roots, bulk, limits, progress, (position, index, { type, value }) => {
    const column = columns[position];
    if (column === undefined) return;
    // Nearly always each column has the rows of the first, in its order.
    let row = indexes[column.next] === index ? column.next : rows.get(index);
    if (row === undefined) {
      row = indexes.push(index) - 1;
      rows.set(index, row);
      if (indexes.length > limits.maxRows) throw tooManyRows(roots[position] ?? '', limits.maxRows, progress);
    }
    column.next = row + 1;
    column.writer.set(row, wireType(type), wireValue(type, value));
  });
  const order = inOrder(indexes);
  return [order.map((row) => indexes[row] ?? ''), ...columns.map(({ writer }) => writer.column(order))];
}

/** Agents answer in order: only rows that a later column has and an earlier one lacks stand at the wrong place. */
function inOrder(indexes: readonly string[]): readonly number[] {
  const order = indexes.map((_index, row) => row);
  const isOrdered = indexes.every((index, row) => row === 0 || compareOids(indexes[row - 1] ?? '', index) < 0);
  return isOrdered ? order : order.sort((one, other) => compareOids(indexes[one] ?? '', indexes[other] ?? ''));
}
