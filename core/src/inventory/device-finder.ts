import { arpAddresses } from './arp-addresses.ts';
import type { ManagedDevice } from './inventory.ts';

/** Which device a neighbour means by what it tells: a chassis, an address of one of its ports, or a name. */
export class DeviceFinder {
  readonly #byName: ReadonlyMap<string, readonly ManagedDevice[]>;
  readonly #byChassis = new Map<string, string>();
  readonly #byAddress = new Map<string, string | null>();
  /** By site and network address: some devices, phones above all, give it for their chassis. */
  readonly #byNetworkAddress = new Map<string, string>();

  constructor(devices: readonly ManagedDevice[]) {
    this.#byName = Map.groupBy(devices, ({ name }) => name.toLowerCase());
    for (const { id, keys, interfaces, site, address } of devices) {
      if (address !== '') this.#byNetworkAddress.set(`${site} ${address}`, id);
      for (const { type, value } of keys) if (type === 'chassisId' || type === 'mac') this.#byChassis.set(value.toLowerCase(), id);
      for (const { mac } of interfaces) if (mac !== null) this.#note(mac, id);
    }
    for (const [address, id] of this.#byChassis) this.#note(address, id);
    for (const [id, macs] of arpAddresses(devices)) {
      // One that a device tells itself is that one's: a router answers ARP for others.
      for (const mac of macs.filter((one) => !this.#byAddress.has(one))) {
        this.#byChassis.set(mac, id);
        this.#byAddress.set(mac, id);
      }
    }
  }

  /** The chassis is sure. A name is looked for at the same site first; where several have it, all are meant. */
  meant(from: ManagedDevice, name: string | null, chassis: string | null): readonly string[] {
    const sure = this.#byChassis.get(chassis?.toLowerCase() ?? '') ?? this.#byNetworkAddress.get(`${from.site} ${chassis ?? ''}`);
    const named = this.#byName.get(name?.toLowerCase() ?? '') ?? [];
    const near = named.filter(({ site }) => site === from.site);
    const meant = sure === undefined ? (near.length > 0 ? near : named).map(({ id }) => id) : [sure];
    return meant.filter((id) => id !== from.id);
  }

  /** The one device that has this hardware address; null for an address of nobody, or of several. */
  withAddress(mac: string): string | null {
    return this.#byAddress.get(mac.toLowerCase()) ?? null;
  }

  #note(mac: string, id: string): void {
    const address = mac.toLowerCase();
    // Virtual routers, and copies of virtual machines, share addresses.
    const before = this.#byAddress.get(address);
    this.#byAddress.set(address, before === undefined || before === id ? id : null);
  }
}
