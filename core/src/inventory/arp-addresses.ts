import type { ManagedDevice } from './inventory.ts';

const isHardware = (type: string): boolean => type === 'mac' || type === 'chassisId';
const hasHardwareAddress = ({ keys, interfaces }: ManagedDevice): boolean => keys.some(({ type }) => isHardware(type)) || interfaces.some(({ mac }) => mac !== null);

/**
 * Hardware addresses of devices that tell none themselves, such as phones, by id: as the ARP tables of their site have them. One that
 * several of them would have is nobody's: a router answers with its own for all that it leads to.
 */
export function arpAddresses(devices: readonly ManagedDevice[]): ReadonlyMap<string, readonly string[]> {
  const wanted = new Map(devices.flatMap((device) => (hasHardwareAddress(device) ? [] : device.addresses.map((address) => [`${device.site} ${address}`, device.id] as const))));
  if (wanted.size === 0) return new Map();
  const owners = new Map<string, Set<string>>();
  for (const { site, arp } of devices) {
    for (const { address, mac } of arp ?? []) {
      const id = wanted.get(`${site} ${address}`);
      if (id !== undefined) owners.set(mac.toLowerCase(), (owners.get(mac.toLowerCase()) ?? new Set()).add(id));
    }
  }
  const single = [...owners].flatMap(([mac, [id, ...others]]) => (id === undefined || others.length > 0 ? [] : [{ mac, id }]));
  return new Map([...Map.groupBy(single, ({ id }) => id)].map(([id, own]) => [id, own.map(({ mac }) => mac)]));
}
