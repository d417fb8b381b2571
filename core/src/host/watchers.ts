import { listen, type HostEvents } from '../events/index.ts';
import { addressFor, type Inventory, type ManagedDevice } from '../inventory/index.ts';
import type { PluginCatalogue, PluginHost } from '../plugins/index.ts';
import type { Configuration } from '../sites/index.ts';

export interface WatcherDependencies {
  readonly plugins: Pick<PluginHost, 'watch'>;
  readonly catalogue: Pick<PluginCatalogue, 'find'>;
  readonly inventory: Pick<Inventory, 'devices' | 'find'>;
  readonly configuration: { readonly current: Pick<Configuration, 'enablement'> & { readonly daemon: Pick<Configuration['daemon'], 'traps'> } };
  readonly events: HostEvents;
}

interface Wanted {
  readonly plugin: string;
  readonly watcher: string;
  readonly device: ManagedDevice;
}

/**
 * Keeps a watcher running for each device that has one: started when the device is found, ended when it leaves or its
 * plugin is no longer enabled there. Health acts on what they tell.
 */
export class Watchers implements AsyncDisposable {
  readonly #needs: WatcherDependencies;
  readonly #running = new Map<string, Map<string, AsyncDisposable>>();
  readonly #listening: Disposable;
  #tail: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(needs: WatcherDependencies) {
    this.#needs = needs;
    const one = ({ device }: { readonly device: string }): void => this.#look([device]);
    const all = (): void => this.#look([...this.#running.keys(), ...needs.inventory.devices().map(({ id }) => id)]);
    this.#listening = listen(needs.events, { 'device.found': one, 'device.changed': one, 'configuration.reloaded': all });
    all();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#listening[Symbol.dispose]();
    await this.#tail;
    await Promise.all([...this.#running.values()].flatMap((watchers) => [...watchers.values()]).map((watcher) => watcher[Symbol.asyncDispose]()));
    this.#running.clear();
  }

  #look(devices: readonly string[]): void {
    this.#tail = this.#tail.then(() => this.#matchAll(devices));
  }

  async #matchAll(devices: readonly string[]): Promise<void> {
    for (const device of new Set(devices)) if (!this.#closed) await this.#match(device);
  }

  async #match(id: string): Promise<void> {
    const device = this.#needs.inventory.find(id);
    const wanted = device === null ? new Map<string, Wanted>() : this.#wanted(device);
    const running = this.#running.get(id) ?? new Map<string, AsyncDisposable>();
    for (const [key, watcher] of running) {
      if (wanted.has(key)) continue;
      running.delete(key);
      await watcher[Symbol.asyncDispose]();
    }
    for (const [key, { plugin, watcher, device: target }] of wanted) {
      if (!running.has(key)) running.set(key, await this.#needs.plugins.watch({ plugin, watcher, device: target, person: 'jackfield' }));
    }
    if (running.size > 0) this.#running.set(id, running);
    else this.#running.delete(id);
  }

  #wanted(device: ManagedDevice): Map<string, Wanted> {
    const { current } = this.#needs.configuration;
    const wanted = new Map<string, Wanted>();
    for (const { id } of device.plugins) {
      const { enabled, version } = current.enablement(id, { level: 'device', site: device.site, device: device.name });
      const plugin = enabled ? this.#needs.catalogue.find(id, version) : null;
      for (const [watcher, { requires }] of Object.entries(plugin?.manifest.contributes.watchers ?? {})) {
        // One that only hears traps would wait for ever where none are received.
        if (current.daemon.traps === null && requires.includes('snmp.traps')) continue;
        const address = addressFor(device, id);
        // Another address or version is another watcher: the old one listens to what is no longer there.
        wanted.set(`${address} ${id}@${plugin?.version ?? ''} ${watcher}`, { plugin: id, watcher, device: { ...device, address } });
      }
    }
    return wanted;
  }
}
