import type { JsonObject } from '@jackfield/sdk';
import type { Inventory, ManagedDevice } from '../inventory/index.ts';

/** What a step puts at risk: one port of a device, or the whole of it. */
export interface AtRisk {
  readonly device: string;
  /** Null: the whole device. */
  readonly port: string | null;
}

/** A step whose key names a port of the device can lose that port; any other step can lose the device. */
export function atRisk(device: ManagedDevice, key: JsonObject): AtRisk {
  const named = new Set(Object.values(key));
  const port = device.interfaces.find(({ name, description }) => named.has(name) || (description !== null && named.has(description)));
  return { device: device.id, port: port?.name ?? null };
}

/** What steps put at risk; of a device that is no longer there nothing. */
export function risksOf(steps: readonly { readonly device: string; readonly key: JsonObject }[], inventory: Pick<Inventory, 'find'>): readonly AtRisk[] {
  return steps.flatMap(({ device, key }) => {
    const found = inventory.find(device);
    return found === null ? [] : [atRisk(found, key)];
  });
}
