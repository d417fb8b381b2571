import type { SnmpValue } from '../../transports/snmp.ts';
import { isUnder, type Oid } from './oid.ts';
import { rowStatus, type SnmpColumn, type SnmpTable } from './snmp-table.ts';
import { refusal, type ErrorStatus } from './writable.ts';

export interface SetVarbind {
  readonly oid: Oid;
  readonly value: SnmpValue;
}

export interface Refusal {
  readonly status: ErrorStatus;
  /** Which varbind is at fault, from 0. */
  readonly at: number;
}

/** What a SET wants of one row of a table, out of all its varbinds. */
interface RowChange {
  readonly table: SnmpTable;
  readonly index: Oid;
  readonly values: Map<number, SnmpValue>;
  /** The RowStatus that is asked for, and by which varbind. */
  status: { readonly value: number; readonly at: number } | null;
  /** The first varbind about it. */
  readonly first: number;
}

/** What is to be done when nobody objected. */
export interface RowEffect {
  readonly table: SnmpTable;
  readonly index: Oid;
  readonly kind: 'create' | 'destroy' | 'change';
  readonly values: ReadonlyMap<number, SnmpValue>;
}

/** Reads a variable as it was before the SET. */
export type ReadValue = (oid: Oid) => SnmpValue | null;

function cellRefusal(column: SnmpColumn, value: SnmpValue): ErrorStatus | null {
  if (column.access === 'read') return 'notWritable';
  if (column.type !== 'RowStatus') return refusal({ oid: '', type: column.type, ...(column.from === undefined ? {} : { from: column.from }), ...(column.to === undefined ? {} : { to: column.to }) }, value);
  if (value.type !== 'Integer') return 'wrongType';
  return value.value < rowStatus.active || value.value > rowStatus.destroy || value.value === rowStatus.notReady ? 'wrongValue' : null;
}

/** Sorts the varbinds that are about tables by their rows; a refusal for one that no MIB would take. */
function rowChanges(tables: readonly SnmpTable[], varbinds: readonly SetVarbind[]): Refusal | readonly RowChange[] {
  const changes = new Map<string, RowChange>();
  for (const [at, { oid, value }] of varbinds.entries()) {
    const table = tables.find(({ entry }) => isUnder(oid, entry));
    if (table === undefined) continue;
    const cell = table.locate(oid);
    if (cell === null) return { status: 'noCreation', at };
    const status = cellRefusal(cell.column, value);
    if (status !== null) return { status, at };
    const key = `${table.entry.join('.')} ${cell.index.join('.')}`;
    const change = changes.get(key) ?? { table, index: cell.index, values: new Map<number, SnmpValue>(), status: null, first: at };
    changes.set(key, change);
    if (cell.number === table.status && value.type === 'Integer') change.status = { value: value.value, at };
    else change.values.set(cell.number, value);
  }
  return [...changes.values()];
}

/** What one row comes to; RFC 2579's table of RowStatus. */
function rowEffect({ table, index, values, status, first }: RowChange, read: ReadValue, comes: (index: Oid) => boolean): Refusal | RowEffect {
  const present = table.status === null ? null : read(table.instance(table.status, index));
  const isThere = present !== null || [...table.columns.keys()].some((column) => read(table.instance(column, index)) !== null);
  const at = status?.at ?? first;
  const has = (column: number): boolean => values.has(column) || (isThere && present?.value !== rowStatus.notReady);
  const isComplete = table.needed.every(has);
  const settled = (value: number): ReadonlyMap<number, SnmpValue> => new Map([...values, ...(table.status === null ? [] : [[table.status, { type: 'Integer', value }] as const])]);
  switch (status?.value) {
    case rowStatus.destroy:
      return { table, index, kind: isThere ? 'destroy' : 'change', values: new Map() };
    case rowStatus.createAndGo:
    case rowStatus.createAndWait: {
      if (isThere) return { status: 'inconsistentValue', at };
      if (!table.takesIndex(index)) return { status: 'inconsistentName', at };
      if (status.value === rowStatus.createAndWait) return { table, index, kind: 'create', values: settled(isComplete ? rowStatus.notInService : rowStatus.notReady) };
      return isComplete ? { table, index, kind: 'create', values: settled(rowStatus.active) } : { status: 'inconsistentValue', at };
    }
    case rowStatus.active:
    case rowStatus.notInService:
      return isThere && isComplete ? { table, index, kind: 'change', values: settled(status.value) } : { status: 'inconsistentValue', at };
    default:
      // A row that augments comes with the one that it belongs to.
      return isThere || comes(index) ? { table, index, kind: 'change', values } : { status: 'inconsistentName', at };
  }
}

/** What a SET does to the rows of tables, or why it does nothing at all. */
export function tableEffects(tables: readonly SnmpTable[], varbinds: readonly SetVarbind[], read: ReadValue): Refusal | readonly RowEffect[] {
  const changes = rowChanges(tables, varbinds);
  if ('status' in changes) return changes;
  const effects: RowEffect[] = [];
  for (const change of changes) {
    const { table } = change;
    const comes = (index: Oid): boolean => table.augments !== null && changes.some((other) =>
      other.table.entry.join('.') === table.augments?.join('.') && other.index.join('.') === index.join('.') && (other.status?.value === rowStatus.createAndGo || other.status?.value === rowStatus.createAndWait));
    const effect = rowEffect(change, read, comes);
    if ('status' in effect) return effect;
    effects.push(effect);
  }
  // Rows come before what changes in rows that augment them.
  return effects.sort((one, other) => Number(other.kind === 'create') - Number(one.kind === 'create'));
}
