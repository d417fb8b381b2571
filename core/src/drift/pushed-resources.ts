import { PushRecord, type ChangeDependencies } from '../changes/index.ts';
import { identityOf } from '../history/index.ts';
import { deviceUnknown, type ManagedDevice } from '../inventory/index.ts';
import type { Pushed } from './compare.ts';
import type { DriftFilter } from './drift-service.ts';
import type { DriftStore } from './drift-store.ts';

/** What was pushed where, with what was accepted and seen of it since. */
export class PushedResources {
  readonly #inventory: ChangeDependencies['inventory'];
  readonly #pushes: PushRecord;
  readonly #kept: DriftStore;
  readonly #catalogue: ChangeDependencies['catalogue'];

  constructor({ inventory, store, catalogue }: Pick<ChangeDependencies, 'inventory' | 'store' | 'catalogue'>, kept: DriftStore) {
    this.#inventory = inventory;
    this.#pushes = new PushRecord(store);
    this.#kept = kept;
    this.#catalogue = catalogue;
  }

  underWay(device: string): Promise<boolean> {
    return this.#pushes.underWay(device);
  }

  /** Devices that something was pushed to, among those meant. */
  async devices({ device: asked, site }: DriftFilter): Promise<readonly ManagedDevice[]> {
    const pushedTo = await this.#pushes.devices();
    if (asked === undefined) return this.#inventory.devices(site === undefined ? {} : { site }).filter(({ id }) => pushedTo.has(id));
    const device = this.#inventory.find(asked);
    if (device === null) throw deviceUnknown(`there is no device ${asked}`, { place: { device: asked } });
    return pushedTo.has(device.id) && (site === undefined || device.site === site) ? [device] : [];
  }

  async to(filter: DriftFilter): Promise<readonly Pushed[]> {
    const devices = await this.devices(filter);
    const pushed = await Promise.all(devices.map((device) => this.on(device)));
    return pushed.flat();
  }

  async on(device: ManagedDevice): Promise<readonly Pushed[]> {
    const [pushes, comparisons, acceptances] = await Promise.all([this.#pushes.of(device.id), this.#kept.comparisons(device.id), this.#kept.acceptances(device.id)]);
    return pushes.filter(({ plugin, resource }) => this.#catalogue.find(plugin)?.manifest.contributes.resources[resource]?.once !== true).map((push) => {
      const ofPush = <Kept extends { readonly change: string }>(kept: ReadonlyMap<string, Kept>): Kept | null => {
        const found = kept.get(identityOf(push));
        return found?.change === push.change ? found : null;
      };
      return { push, device, accepted: ofPush(acceptances), before: ofPush(comparisons) };
    });
  }
}
