import { readFile } from 'node:fs/promises';
import { JackfieldError } from '../../errors/index.ts';
import { ConfigurationRefused, type Configuration } from '../../sites/index.ts';
import { pluginComplaints } from '../configured-plugins.ts';
import { pluginRefused } from '../errors.ts';
import type { InstalledPlugin, PluginCatalogue } from '../installed-plugin.ts';
import { diskFingerprint } from './disk-fingerprint.ts';
import { sha256 } from './file-list.ts';
import { catalogueOf } from './plugin-catalogue.ts';
import { lockedReleases, storeOf } from './plugin-store.ts';

interface Snapshot {
  readonly catalogue: PluginCatalogue;
  /** What each plugin is made of: an unchanged one stays the very same, and so does its process. */
  readonly stamps: ReadonlyMap<InstalledPlugin, string>;
  /** What was on disk, and what the configuration said of it. */
  readonly seen: string;
}

async function stampOf(plugin: InstalledPlugin): Promise<string> {
  const { directory, entry, version, manifest, permissionsHash, points, settingsSchema, resourceSchemas, notifierSchemas = [] } = plugin;
  const code = entry === null ? '' : sha256(await readFile(entry));
  return JSON.stringify([directory, version, code, permissionsHash, manifest, settingsSchema, [...resourceSchemas], [...notifierSchemas], points]);
}

async function look(configuration: Configuration): Promise<string> {
  const { plugins } = configuration.daemon;
  const store = storeOf(configuration);
  return JSON.stringify([plugins, store.lock, await diskFingerprint([...plugins, ...lockedReleases(store).map(({ directory }) => directory)])]);
}

async function snapshot(configuration: Configuration, seen: string): Promise<Snapshot> {
  const catalogue = await catalogueOf(configuration);
  const stamps = await Promise.all(catalogue.plugins.map(async (plugin): Promise<[InstalledPlugin, string]> => [plugin, await stampOf(plugin)]));
  return { catalogue, stamps: new Map(stamps), seen };
}

/** The fresh snapshot, with the plugins of the one before where nothing of them changed. */
function keepUnchanged(before: Snapshot, fresh: Snapshot): Snapshot {
  const known = new Map([...before.stamps].map(([plugin, stamp]) => [stamp, plugin]));
  const used = new Map([...fresh.stamps].map(([plugin, stamp]) => [plugin, known.get(stamp) ?? plugin]));
  const use = (plugin: InstalledPlugin): InstalledPlugin => used.get(plugin) ?? plugin;
  return {
    seen: fresh.seen,
    stamps: new Map([...fresh.stamps].map(([plugin, stamp]) => [use(plugin), stamp])),
    catalogue: {
      plugins: fresh.catalogue.plugins.map(use),
      refused: fresh.catalogue.refused,
      find(id, range) {
        const plugin = fresh.catalogue.find(id, range);
        return plugin === null ? null : use(plugin);
      },
    },
  };
}

/** The catalogue of a running host: goes over to what is installed now with a reload, or stays as it is. */
export class ReloadingCatalogue implements PluginCatalogue {
  #now: Snapshot;

  /** @param now as `open` reads it */
  constructor(now: Snapshot) {
    this.#now = now;
  }

  static async open(configuration: Configuration): Promise<ReloadingCatalogue> {
    return new ReloadingCatalogue(await snapshot(configuration, await look(configuration)));
  }

  get plugins(): PluginCatalogue['plugins'] {
    return this.#now.catalogue.plugins;
  }

  get refused(): PluginCatalogue['refused'] {
    return this.#now.catalogue.refused;
  }

  find(id: string, range?: string | null): InstalledPlugin | null {
    return this.#now.catalogue.find(id, range);
  }

  /** Whether another set of plugins lies in the folders than the one that runs: one was made, built or taken away. */
  async isStale(current: Configuration): Promise<boolean> {
    return (await look(current)) !== this.#now.seen;
  }

  /** Takes part in a reload. Refuses it when a plugin is broken that was not, or is configured as none can be. */
  async prepare(next: Configuration): Promise<{ commit(): Promise<void>; abandon(): Promise<void> }> {
    const seen = await look(next);
    // Most reloads are about something else: then nothing is read again.
    const fresh = seen === this.#now.seen ? this.#now : keepUnchanged(this.#now, await snapshot(next, seen));
    const known = new Set(this.refused.map(({ directory, error }) => `${directory} ${error.message}`));
    const broken = fresh.catalogue.refused.filter(({ directory, error }) => !known.has(`${directory} ${error.message}`));
    const complaints = pluginComplaints(next, fresh.catalogue);
    if (broken.length > 0 || complaints.length > 0) {
      const errors = broken.map(({ directory, error }) => (error instanceof JackfieldError ? error : pluginRefused(error.message, { place: { file: directory }, cause: error })));
      throw new ConfigurationRefused([...errors, ...complaints]);
    }
    return {
      commit: async () => {
        this.#now = fresh;
      },
      abandon: async () => undefined,
    };
  }
}
