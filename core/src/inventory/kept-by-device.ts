import type { Statement } from '../store/index.ts';

/**
 * Something that is kept under the id of a device, such as notes. What becomes of it when devices become one, two or
 * none is written in the transaction that changes the inventory: it is never left under an id that nobody has.
 */
export interface KeptByDevice {
  /** Two devices are one: what `from` had is of `to` until they are split. */
  merged(from: string, to: string): readonly Statement[];
  /** They are two again: what was kept of `origins`, the one that is back and all that was merged into it before, is of `back`. */
  split(from: string, back: string, origins: readonly string[]): readonly Statement[];
  /** `to` stands in the place of `from` for good. */
  replaced(from: string, to: string): readonly Statement[];
  removed(device: string): readonly Statement[];
}

/** Of a table whose rows say of which `device` they are, and under which one they were made (`made_of`). */
export function keptIn(table: string): KeptByDevice {
  return {
    merged: (from, to) => [{ sql: `UPDATE ${table} SET device = ? WHERE device = ?`, values: [to, from] }],
    split: (from, back, origins) => [{ sql: `UPDATE ${table} SET device = ? WHERE device = ? AND made_of IN (${origins.map(() => '?').join(', ')})`, values: [back, from, ...origins] }],
    replaced: (from, to) => [{ sql: `UPDATE ${table} SET device = ?, made_of = ? WHERE device = ?`, values: [to, to, from] }],
    removed: (device) => [{ sql: `DELETE FROM ${table} WHERE device = ?`, values: [device] }],
  };
}
