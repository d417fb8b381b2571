import type { Notice } from '@jackfield/sdk';
import { addressFor, type Inventory, type ManagedDevice } from '../inventory/index.ts';
import type { PluginHost } from '../plugins/index.ts';
import { notifierDevice } from './errors.ts';
import type { Channel } from './settings.ts';

type PluginChannel = Extract<Channel, { notifier: string }>;

/** For the plugin's start, and for what it asks of the device. A message that is not taken by then is tried again. */
const deadlineMs = 20_000;

/** Hands messages over to plugins: to each on the one device that a channel names, with the rights that the plugin has there. */
export class PluginNotifiers {
  readonly #needs: { readonly inventory: Pick<Inventory, 'devices'>; readonly plugins: Pick<PluginHost, 'notify'> };

  constructor(needs: { readonly inventory: Pick<Inventory, 'devices'>; readonly plugins: Pick<PluginHost, 'notify'> }) {
    this.#needs = needs;
  }

  /** Done when the plugin says that the other side has it; throws why not. `site`: whose settings name the channel. */
  async notify({ notifier, device: named, to, settings }: PluginChannel, site: string | null, message: Notice, signal: AbortSignal): Promise<void> {
    const [plugin = '', name = ''] = notifier.split('/');
    const device = this.#device(named, site);
    const { id, vendor, model, os, version, serial, labels } = device;
    const target = { id, name: device.name, site: device.site, address: addressFor(device, plugin), vendor, model, os, version, serial, labels };
    await this.#needs.plugins.notify({ plugin, notifier: name, device: target, message, to, channel: settings, deadlineMs, signal, person: 'jackfield' });
  }

  /** Names may come again at another site: that of the channel's own site is meant, else the only one. */
  #device(named: string, site: string | null): ManagedDevice {
    const found = this.#needs.inventory.devices().filter(({ id, name }) => id === named || name === named);
    const meant = found.filter((one) => one.site === site);
    const [device, ...others] = meant.length > 0 ? meant : found;
    if (device === undefined) throw notifierDevice(`there is no device ${named}`);
    if (others.length > 0) throw notifierDevice(`${[device, ...others].map(({ id, site: at }) => `${id} at ${at}`).join(', ')} are all called ${named}`);
    return device;
  }
}
