import { useEffect, useMemo } from 'react';
import { useOperation, usePages, type Schemas } from '../../api/index.ts';
import { indexed, knownValues, type IndexedDevice, type KnownValues, type Place } from '../search/index.ts';

export interface Inventory {
  readonly devices: readonly IndexedDevice[];
  readonly known: KnownValues;
  /** All of them are here. */
  readonly complete: boolean;
  /** How many there will be; null before the host said so. */
  readonly total: number | null;
  readonly error: Error | null;
}

/** All devices that the person sees, in memory: a search over ten thousand is quicker here than a question to the host. */
export function useInventory(): Inventory {
  const organization = useOperation('organization', {});
  const status = useOperation('status', {});
  const { entries, complete, error, more } = usePages('devices', { whole: true }, async (api, page, options) => api.call('devices', { limit: 1_000, ...page }, options));
  // Page after page, without being asked: what is there is shown meanwhile.
  useEffect(() => more(), [more]);
  const index = useMemo(() => indexing(organization.data?.answer), [organization.data]);
  const devices = useMemo(() => entries.map(index), [entries, index]);
  const known = useMemo(() => knownValues(devices), [devices]);
  return { devices, known, complete, total: status.data?.answer.devices ?? null, error };
}

/** A device that is as it was before is not indexed again. */
function indexing(organization: Schemas['Organization'] | undefined): (device: Schemas['Device']) => IndexedDevice {
  const places = new Map<string, Place>();
  for (const region of organization?.regions ?? []) for (const district of region.districts) for (const { id } of district.sites) places.set(id, { region: region.id, district: district.id });
  const done = new WeakMap<Schemas['Device'], IndexedDevice>();
  return (device) => {
    const known = done.get(device) ?? indexed(device, places);
    done.set(device, known);
    return known;
  };
}
