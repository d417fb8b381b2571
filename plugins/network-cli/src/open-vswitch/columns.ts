/** A column and what stands in it when nothing is set. */
export interface Column {
  readonly column: string;
  readonly unset: string | boolean | null | readonly never[];
}

type Cell = string | number | boolean | null | readonly number[];

const isUnset = (cell: Cell): boolean => cell === null || cell === '' || (typeof cell === 'object' && cell.length === 0);
const written = (cell: Cell): string => (typeof cell === 'object' ? (cell ?? []).join(',') : String(cell));
const isSame = (one: Cell, other: Cell): boolean => written(one) === written(other);

/** Arguments of ovs-vsctl that bring the columns of a row from what they are to what they shall be. */
export function columnArguments<Field extends string>(table: 'Bridge' | 'Port', row: string, columns: { readonly [Name in Field]: Column }, from: { readonly [Name in Field]: Cell }, to: { readonly [Name in Field]: Cell }): readonly string[] {
  const fields: Field[] = [];
  for (const field in columns) if (!isSame(from[field], to[field])) fields.push(field);
  const cleared = fields.filter((field) => isUnset(to[field])).map((field) => columns[field].column);
  const set = fields.filter((field) => !isUnset(to[field])).map((field) => `${columns[field].column}=${written(to[field])}`);
  return [...(cleared.length > 0 ? ['--', 'clear', table, row, ...cleared] : []), ...(set.length > 0 ? ['--', 'set', table, row, ...set] : [])];
}
