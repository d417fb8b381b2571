import type { Inventory, ManagedDevice } from './inventory.ts';

/**
 * A device whose address answers as another one now: a replacement, or an address given away. What its plugins do there
 * would be told of the wrong machine, so they leave; it is known by its keys, and found again where it appears.
 */
export function displaced(device: ManagedDevice, address: string, by: ManagedDevice): ManagedDevice {
  const plugins = device.plugins.filter((assignment) => (assignment.address ?? device.address) !== address);
  return {
    ...device,
    // A site's file names what stands at the address: that is the other one now.
    name: device.name === by.name ? replacedName(device.name) : device.name,
    address: device.address === address ? (plugins[0]?.address ?? '') : device.address,
    addresses: device.addresses.filter((one) => one !== address),
    keys: device.keys.filter(({ type, value }) => type !== 'address' || value !== address),
    plugins,
  };
}

const mark = ' (replaced)';

/** What a device is called from then on whose name another one has taken with its address. */
export function replacedName(name: string): string {
  return name + mark;
}

/** The name that it had before; null for a device that was not replaced. */
export function nameBeforeReplaced(name: string): string | null {
  return name.endsWith(mark) ? name.slice(0, -mark.length) : null;
}

/** The devices of a site but those that were replaced, which are kept for what was known of them. */
export function standingDevices(inventory: Pick<Inventory, 'devices'>, site: string): readonly ManagedDevice[] {
  return inventory.devices({ site }).filter(({ name }) => nameBeforeReplaced(name) === null);
}
