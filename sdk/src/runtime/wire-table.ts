import type { SnmpRow, SnmpValue } from '../transports/snmp.ts';
import { decodeSnmpValue, type WireCell } from './wire.ts';

type Type = SnmpValue['type'];
type Value = WireCell[1];

/**
 * A column of a table: its type, once, and a value for each row, null where a row lacks it; or, where its values are of
 * several types or of one that has no value, cells.
 *
 * @internal
 * @since 0.1.0
 */
export type WireColumn = readonly [type: Type, values: readonly Value[]] | readonly [type: null, cells: readonly (WireCell | null)[]];
/**
 * A table: the indexes of its rows, then its columns in the order asked. By columns it is a third of what it is by rows,
 * and is written and read in a third of the time.
 *
 * @internal
 * @since 0.1.0
 */
export type WireTable = readonly [indexes: readonly string[], ...columns: WireColumn[]];
/**
 * A row of a table: its index, then its cells in the order of the columns asked.
 *
 * @internal
 * @since 0.1.0
 */
export type WireRow = readonly [index: string, ...cells: (WireCell | null)[]];

/**
 * A column while its values come, in any order of the rows.
 *
 * @internal
 * @since 0.1.0
 */
export class WireColumnWriter {
  #type: Type | null = null;
  #values: Value[] = [];
  /** Of several types. */
  #cells: (WireCell | null)[] | null = null;

  set(row: number, type: Type, value: Value): void {
    if (this.#cells === null && (value === null || (this.#type ?? type) !== type)) this.#cells = this.#mixed();
    if (this.#cells !== null) {
      while (this.#cells.length < row) this.#cells.push(null);
      this.#cells[row] = [type, value];
      return;
    }
    this.#type = type;
    while (this.#values.length < row) this.#values.push(null);
    this.#values[row] = value;
  }

  /** What came, and null for what did not, as the rows are in `order`. */
  column(order: readonly number[]): WireColumn {
    const cells = this.#cells;
    if (cells !== null) return [null, order.map((row) => cells[row] ?? null)];
    return [this.#type ?? 'Null', order.map((row) => this.#values[row] ?? null)];
  }

  #mixed(): (WireCell | null)[] {
    const type = this.#type;
    return this.#values.map((value) => (type === null || value === null ? null : [type, value]));
  }
}

/**
 * A table of whole rows.
 *
 * @internal
 * @since 0.1.0
 */
export function tableOfRows(rows: readonly WireRow[], columns: number): WireTable {
  const order = rows.map((_row, at) => at);
  const writers = Array.from({ length: columns }, () => new WireColumnWriter());
  rows.forEach(([, ...cells], at) => {
    cells.forEach((cell, position) => {
      if (cell !== null) writers[position]?.set(at, cell[0], cell[1]);
    });
  });
  return [rows.map(([index]) => index), ...writers.map((writer) => writer.column(order))];
}

/**
 * The rows of a table.
 *
 * @internal
 * @since 0.1.0
 */
export function rowsOfTable([indexes, ...columns]: WireTable): WireRow[] {
  return indexes.map((index, row) => [index, ...columns.map((column) => cellOf(column, row))]);
}

function cellOf([type, values]: WireColumn, row: number): WireCell | null {
  if (type === null) return values[row] ?? null;
  const value = values[row] ?? null;
  return value === null ? null : [type, value];
}

/**
 * Rows of a table, as a plugin sees them, from their wire form.
 *
 * @internal
 * @since 0.1.0
 */
export function decodeTable<Column extends string>([indexes, ...wire]: WireTable, columns: readonly Column[]): SnmpRow<Column>[] {
  const rows = indexes.map((index): { readonly index: string; readonly cells: { [C in Column]?: SnmpValue } } => ({ index, cells: {} }));
  columns.forEach((name, position) => {
    const column = wire[position];
    if (column === undefined) return;
    rows.forEach(({ cells }, at) => {
      const value = valueOf(column, at);
      if (value !== null) cells[name] = value;
    });
  });
  return rows;
}

function valueOf([type, values]: WireColumn, row: number): SnmpValue | null {
  if (type === null) {
    const cell = values[row] ?? null;
    return cell === null ? null : decodeSnmpValue(cell[0], cell[1]);
  }
  const value = values[row] ?? null;
  return value === null ? null : decodeSnmpValue(type, value);
}
