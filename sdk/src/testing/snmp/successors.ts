import { encodeInteger, tags } from './ber.ts';
import { isUnder, parseOid, type Oid } from './oid.ts';
import type { SnmpFaults } from './snmp-faults.ts';
import { encodeVarbind } from './value.ts';
import type { VariableTable } from './variable-table.ts';

/** The order in which GETNEXT and GETBULK go through an agent. A position is a number; -1 is the end. */
export interface Successors {
  after(oid: Oid): number;
  next(position: number): number;
  varbind(position: number): Buffer;
}

export function successors(table: VariableTable, { endlessWalk, nonIncreasing }: SnmpFaults): Successors {
  const plain: Successors = {
    after: (oid) => within(table, table.after(oid)),
    next: (position) => within(table, position + 1),
    varbind: (position) => table.varbind(position),
  };
  if (endlessWalk !== undefined) return endless(table, parseOid(endlessWalk), plain);
  if (nonIncreasing !== undefined) return circular(table, parseOid(nonIncreasing), plain);
  return plain;
}

function within(table: VariableTable, position: number): number {
  return position < table.size ? position : -1;
}

/** Positions behind the table are invented rows of the column, numbered on from its last. */
function endless(table: VariableTable, column: Oid, plain: Successors): Successors {
  const behind = table.from([...column.slice(0, -1), (column.at(-1) ?? 0) + 1]);
  const lastRow = behind > 0 && isUnder(table.oid(behind - 1), column) ? (table.oid(behind - 1).at(-1) ?? 0) : 0;
  const invented = (row: number): number => table.size + row - lastRow - 1;
  return {
    after(oid) {
      const position = table.after(oid);
      const inside = position === behind && (isUnder(oid, column) || oid.join('.') === column.join('.'));
      return inside ? invented(Math.max(lastRow, oid.length > column.length ? (oid.at(-1) ?? 0) : 0) + 1) : plain.after(oid);
    },
    next: (position) => (position >= table.size ? position + 1 : position + 1 === behind ? invented(lastRow + 1) : plain.next(position)),
    varbind: (position) =>
      position < table.size ? plain.varbind(position) : encodeVarbind([...column, position - table.size + lastRow + 1], encodeInteger(tags.Integer, 1)),
  };
}

function circular(table: VariableTable, column: Oid, plain: Successors): Successors {
  const first = table.from(column);
  const behind = table.from([...column.slice(0, -1), (column.at(-1) ?? 0) + 1]);
  return {
    ...plain,
    after: (oid) => (isUnder(oid, column) && table.after(oid) === behind ? first : plain.after(oid)),
    next: (position) => (position + 1 === behind ? first : plain.next(position)),
  };
}
