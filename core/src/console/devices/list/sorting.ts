import type { IndexedDevice } from '../search/index.ts';

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

const severity = ['critical', 'unknown', 'warning', 'none', 'ok'];
// `port 9` comes before `port 10`.
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const addressRank = (address: string): string => address.split('.').map((part) => part.padStart(3, '0')).join('.');

/** Devices in an order, those that are equal in it by name; what a device has not comes last either way. */
export function ordered(devices: readonly IndexedDevice[], { column, down }: Order): readonly IndexedDevice[] {
  const sign = down ? -1 : 1;
  const keyed = devices.map((one) => ({ one, name: one.device.name, key: column === 'address' ? addressRank(one.device.addresses[0] ?? '') : (one.fields[column][0] ?? '') }));
  const compare = (a: string, b: string): number => {
    if (column === 'state') return severity.indexOf(a) - severity.indexOf(b);
    return collator.compare(a, b);
  };
  return keyed.toSorted((a, b) => Number(a.key === '') - Number(b.key === '') || sign * compare(a.key, b.key) || collator.compare(a.name, b.name)).map(({ one }) => one);
}
