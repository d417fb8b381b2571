import { listen, type HostEvents } from '../events/index.ts';
import { addressFor, type Inventory, type ManagedDevice } from '../inventory/index.ts';
import type { PluginCatalogue, PluginHost } from '../plugins/index.ts';
import type { Configuration } from '../sites/index.ts';

export interface WatcherDependencies {
  readonly plugins: Pick<PluginHost, 'watch'>;
  readonly catalogue: Pick<PluginCatalogue, 'find'>;
  readonly inventory: Pick<Inventory, 'devices'>;
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
  readonly #running = new Map<string, AsyncDisposable>();
  readonly #listening: Disposable;
  #tail: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(needs: WatcherDependencies) {
    this.#needs = needs;
    const look = (): void => this.#look();
    this.#listening = listen(needs.events, { 'device.found': look, 'device.changed': look, 'configuration.reloaded': look });
    look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#listening[Symbol.dispose]();
    await this.#tail;
    await Promise.all([...this.#running.values()].map((watcher) => watcher[Symbol.asyncDispose]()));
    this.#running.clear();
  }

  #look(): void {
    this.#tail = this.#tail.then(() => (this.#closed ? undefined : this.#match()));
  }

  async #match(): Promise<void> {
    const wanted = this.#wanted();
    for (const [key, watcher] of this.#running) {
      if (wanted.has(key)) continue;
      this.#running.delete(key);
      await watcher[Symbol.asyncDispose]();
    }
    for (const [key, { plugin, watcher, device }] of wanted) {
      if (this.#running.has(key)) continue;
      this.#running.set(key, await this.#needs.plugins.watch({ plugin, watcher, device, person: 'jackfield' }));
    }
  }

  #wanted(): Map<string, Wanted> {
    const { current } = this.#needs.configuration;
    const wanted = new Map<string, Wanted>();
    for (const device of this.#needs.inventory.devices()) {
      for (const { id } of device.plugins) {
        const { enabled, version } = current.enablement(id, { level: 'device', site: device.site, device: device.name });
        const plugin = enabled ? this.#needs.catalogue.find(id, version) : null;
        for (const [watcher, { requires }] of Object.entries(plugin?.manifest.contributes.watchers ?? {})) {
          // One that only hears traps would wait for ever where none are received.
          if (current.daemon.traps === null && requires.includes('snmp.traps')) continue;
          const address = addressFor(device, id);
          // Another address or version is another watcher: the old one listens to what is no longer there.
          wanted.set(`${device.id} ${address} ${id}@${plugin?.version ?? ''} ${watcher}`, { plugin: id, watcher, device: { ...device, address } });
        }
      }
    }
    return wanted;
  }
}
