import type { IndexedDevice } from '../search/index.ts';
import { severityOf } from '../../parts/index.ts';

/** What the list can be ordered by. */
export const columns = { state: 'State', name: 'Name', site: 'Site', kind: 'Kind', vendor: 'Vendor', model: 'Model', version: 'Version', address: 'Address' } as const;
export type Column = keyof typeof columns;

export interface Order {
  readonly column: Column;
  readonly down: boolean;
}

const isColumn = (name: string): name is Column => Object.hasOwn(columns, name);

/** As it stands in a link: `-name` is from Z to A. The worst first, unless something else is asked for. */
export function orderOf(text: string | null): Order {
  const [down, name] = text?.startsWith('-') === true ? [true, text.slice(1)] : [false, text ?? ''];
  return isColumn(name) ? { column: name, down } : { column: 'state', down: false };
}

export const orderText = ({ column, down }: Order): string => `${down ? '-' : ''}${column}`;

/** A text that plain comparison puts where people expect it, `9` before `10`: a collator takes ten times as long for ten thousand. */
const rankOf = (text: string): string => text.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(10, '0'));
const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Devices in an order, those that are equal in it by name; what a device has not comes last either way. */
export function ordered(devices: readonly IndexedDevice[], { column, down }: Order): readonly IndexedDevice[] {
  const sign = down ? -1 : 1;
  const keyed = devices.map((one) => ({ one, name: rankOf(one.device.name), key: column === 'state' ? String(severityOf(one.device.state)) : rankOf(one.fields[column][0] ?? '') }));
  return keyed.toSorted((a, b) => Number(a.key === '') - Number(b.key === '') || sign * compared(a.key, b.key) || compared(a.name, b.name)).map(({ one }) => one);
}
