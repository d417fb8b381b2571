import { snmpNumber, snmpText, Unsupported, type SnmpRow, type SnmpValue } from '@jackfield/sdk';
import type { Room } from '../driver.ts';

/** Columns of a table of volumes: names, and sizes in one unit, whichever it is. */
export interface VolumeColumns {
  readonly name: string;
  readonly free: string;
  readonly total: string;
}

/** Sizes come as numbers, or as their digits. */
function sizeOf(value: SnmpValue | undefined): number | null {
  const text = snmpText(value)?.trim();
  return text !== undefined && /^\d{1,20}$/.test(text) ? Number(text) : snmpNumber(value);
}

/** The room of a volume by its name, from the first of the tables that the device has it in. */
export async function volumeRoom(tables: readonly VolumeColumns[], volume: string, read: (columns: VolumeColumns) => Promise<readonly Pick<SnmpRow<keyof VolumeColumns>, 'cells'>[]>): Promise<Room> {
  const names = new Set<string>();
  for (const columns of tables) {
    for (const { cells } of await read(columns)) {
      const [name, free, total] = [snmpText(cells['name'])?.trim(), sizeOf(cells['free']), sizeOf(cells['total'])];
      if (name === undefined) continue;
      names.add(name);
      if (name === volume && free !== null && total !== null && total > 0) return { totalBytes: total, freeBytes: Math.min(free, total), inodesUsed: null };
    }
  }
  throw new Unsupported(`the device does not tell the room of ${volume}`, { hint: names.size === 0 ? 'Its agent tells of no volumes.' : `Its volumes are ${[...names].slice(0, 10).join(', ')}: name one of them under "repositories".` });
}
