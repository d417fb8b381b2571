import type { Schemas } from '../../api/index.ts';

type Device = Schemas['Device'];

/** What can be asked for by key, as the search box explains it. */
export const keys = {
  state: 'the worst of its checks', site: 'where it is', district: 'district of its site', region: 'region of its site', kind: 'what it is', vendor: 'who made it', model: 'part of its model',
  os: 'its system', version: 'part of its version', plugin: 'the plugin that manages it', name: 'part of its name', address: 'part of an address', serial: 'part of its serial number',
} as const;

export type Key = keyof typeof keys;

export const isKey = (key: string): key is Key => Object.hasOwn(keys, key);

/** Keys with values that are meant whole: a part of one is no answer, and what nobody has is a mistake. */
export const wholeKeys: ReadonlySet<Key> = new Set(['state', 'site', 'district', 'region', 'kind', 'plugin']);

/** Words for what has no state yet. */
export const stateOf = ({ state }: Pick<Device, 'state'>): string => state ?? 'none';

/** Where a site lies. */
export interface Place {
  readonly district: string;
  readonly region: string;
}

/** A device with what a search looks at, in small letters: made once, for ten thousand of them. */
export interface IndexedDevice {
  readonly device: Device;
  readonly fields: { readonly [Name in Key]: readonly string[] };
  readonly text: string;
}

export function indexed(device: Device, places: ReadonlyMap<string, Place>): IndexedDevice {
  const place = places.get(device.site);
  const some = (...values: readonly (string | null | undefined)[]): readonly string[] => values.flatMap((value) => (value === null || value === undefined || value === '' ? [] : value.toLowerCase()));
  const fields = {
    state: some(stateOf(device)), site: some(device.site), district: some(place?.district), region: some(place?.region), kind: some(device.kind), vendor: some(device.vendor), model: some(device.model), os: some(device.os),
    version: some(device.version), plugin: some(...device.plugins), name: some(device.name), address: some(...device.addresses), serial: some(device.serial),
  };
  // A word is never found over the seam of two fields.
  return { device, fields, text: Object.values(fields).flat().join('\n') };
}
