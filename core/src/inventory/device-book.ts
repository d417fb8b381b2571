import type { IdentityKey } from '@jackfield/sdk';
import { calledAddresses } from './assignments.ts';
import { compactDevice } from './compact-device.ts';
import { keyText } from './identity.ts';
import type { ManagedDevice } from './inventory.ts';

/** Devices that have a key, at most, for it to tell anything. */
const mostOfOneKey = 16;

/** FNV-1a, 31 bits of it: numbers that small take no memory of their own in a table of a million keys. */
function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01_00_01_93);
  return value >>> 1;
}

/** Which devices are found under a word; two words may share a place, so who asks looks again. */
class Places {
  readonly #places = new Map<number, string | Set<string>>();

  add(word: string, id: string): void {
    const place = hash(word);
    const known = this.#places.get(place);
    if (known === undefined) this.#places.set(place, id);
    else if (typeof known === 'string') this.#places.set(place, new Set([known, id]));
    else known.add(id);
  }

  remove(word: string, id: string): void {
    const place = hash(word);
    const known = this.#places.get(place);
    if (known === id) this.#places.delete(place);
    else if (typeof known === 'object' && known.delete(id) && known.size === 0) this.#places.delete(place);
  }

  at(word: string): Iterable<string> {
    const known = this.#places.get(hash(word)) ?? [];
    return typeof known === 'string' ? [known] : known;
  }
}

/** All devices, found by id, by what they are known by and by where they are called: none of it takes longer in a large inventory. */
export class DeviceBook {
  readonly #devices = new Map<string, ManagedDevice>();
  /** Which came first, as they are listed. */
  readonly #ranks = new Map<string, number>();
  readonly #byKey = new Places();
  readonly #byAddress = new Places();
  #lastRank = 0;
  /** All of them in one list, until one comes, goes or changes: who asks in between gets the same. */
  #all: readonly ManagedDevice[] | null = null;

  constructor(devices: readonly ManagedDevice[]) {
    for (const device of devices) this.set(device);
  }

  all(): readonly ManagedDevice[] {
    return (this.#all ??= [...this.#devices.values()]);
  }

  get(id: string): ManagedDevice | undefined {
    return this.#devices.get(id);
  }

  has(id: string): boolean {
    return this.#devices.has(id);
  }

  set(device: ManagedDevice): void {
    this.#all = null;
    const before = this.#devices.get(device.id);
    if (before !== undefined) this.#unplace(before);
    else this.#ranks.set(device.id, (this.#lastRank += 1));
    this.#devices.set(device.id, compactDevice(device));
    for (const key of device.keys) this.#byKey.add(keyText(key), device.id);
    for (const address of calledAddresses(device)) this.#byAddress.add(address, device.id);
  }

  delete(id: string): void {
    const device = this.#devices.get(id);
    if (device === undefined) return;
    this.#all = null;
    this.#unplace(device);
    this.#devices.delete(id);
    this.#ranks.delete(id);
  }

  /**
   * Devices of a site that have one of the keys, and perhaps some that have not. A key that many have, such as the name that
   * a maker gives to all or the engine id of a cloned image, tells nothing of any of them.
   */
  alike(site: string, keys: readonly IdentityKey[]): ManagedDevice[] {
    return this.#listed(site, keys.flatMap((key) => {
      const found = [...this.#byKey.at(keyText(key))];
      return found.length <= mostOfOneKey ? found : [];
    }));
  }

  /** Devices of a site that are called at an address. */
  at(site: string, address: string): ManagedDevice[] {
    return this.#listed(site, this.#byAddress.at(address)).filter((device) => calledAddresses(device).includes(address));
  }

  #listed(site: string, ids: Iterable<string>): ManagedDevice[] {
    const rank = (id: string): number => this.#ranks.get(id) ?? 0;
    return [...new Set(ids)].sort((a, b) => rank(a) - rank(b)).flatMap((id) => {
      const device = this.#devices.get(id);
      return device?.site === site ? [device] : [];
    });
  }

  #unplace(device: ManagedDevice): void {
    for (const key of device.keys) this.#byKey.remove(keyText(key), device.id);
    for (const address of calledAddresses(device)) this.#byAddress.remove(address, device.id);
  }
}
