import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { rcompare, satisfies } from 'semver';
import type { Configuration } from '../../sites/index.ts';
import { duplicatePlugin, manifestMissing, packageEscape } from '../errors.ts';
import type { InstalledPlugin, PluginCatalogue } from '../installed-plugin.ts';
import { connectPoints } from './contributed-data.ts';
import { lockedReleases, readInstalled, storeOf, type PluginStore } from './plugin-store.ts';
import { readPlugin } from './read-plugin.ts';

/** A folder of `plugins:` is a plugin itself or holds plugins, one folder each. */
async function pluginFolders(directory: string, report: (directory: string, error: unknown) => void): Promise<string[]> {
  const isPackage = await stat(join(directory, 'package.json')).then((entry) => entry.isFile(), () => false);
  if (isPackage) return [directory];
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause: unknown) => {
    throw manifestMissing(`plugin folder ${directory} cannot be read`, { place: { file: directory }, cause, hint: 'Mend "plugins:" in jackfield.yaml: it names the folders of plugin packages, those that come with Jackfield are in its own plugins folder.' });
  });
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isSymbolicLink() && (await stat(path).then((target) => target.isDirectory(), () => false))) report(path, packageEscape(`${path} is a link`, { place: { file: path } }));
  }
  return entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules').map((entry) => join(directory, entry.name)).sort();
}

/** Gathers plugins, each read by itself: a broken one is kept with its error. */
class Gathering {
  readonly plugins: InstalledPlugin[] = [];
  readonly refused: { directory: string; error: Error }[] = [];

  readonly report = (directory: string, error: unknown): void =>
    void this.refused.push({ directory, error: error instanceof Error ? error : new Error(String(error)) });

  async add(directory: string, read: () => Promise<InstalledPlugin>): Promise<void> {
    try {
      const plugin = await read();
      const twin = this.plugins.find(({ id, version, packageName }) => id === plugin.id && (version === plugin.version || packageName !== plugin.packageName));
      if (twin !== undefined) {
        const both = twin.packageName === plugin.packageName ? `${plugin.id}@${plugin.version} is` : `${twin.packageName} and ${plugin.packageName} are both called ${plugin.id}:`;
        throw duplicatePlugin(`${both} in ${twin.directory} and in ${directory}`, { place: { file: directory } });
      }
      this.plugins.push(plugin);
    } catch (error) {
      this.report(directory, error);
    }
  }
}

/**
 * Reads all plugins: the installed packages, then those of the folders. A broken one is listed with its error; the
 * others work. `wanted` leaves plugins out as if they were not there: what they contribute to others is gone too.
 */
export async function readCatalogue(directories: readonly string[], store: PluginStore | null = null, wanted: (plugin: InstalledPlugin) => boolean = () => true): Promise<PluginCatalogue> {
  const gathering = new Gathering();
  for (const locked of store === null ? [] : lockedReleases(store)) await gathering.add(locked.directory, () => readInstalled(locked));
  for (const directory of directories) {
    const folders = await pluginFolders(directory, gathering.report).catch((error: unknown) => {
      gathering.report(directory, error);
      return [];
    });
    for (const folder of folders) await gathering.add(folder, () => readPlugin(folder));
  }

  const found = gathering.plugins.filter(wanted);
  const newest = (id: string): string | undefined => found.filter((one) => one.id === id).map(({ version }) => version).toSorted(rcompare)[0];
  // Of an installed plugin the lock says which version leads, also when that one is broken: none takes its place unasked.
  const leading = new Map(found.map(({ id }) => [id, store?.lock.plugins[id]?.runs.version ?? newest(id)]));
  const plugins = await connectPoints(found, ({ id, version }) => leading.get(id) === version, gathering.report);
  return {
    plugins,
    refused: gathering.refused,
    find(id, range) {
      const versions = plugins.filter((plugin) => plugin.id === id);
      const leader = versions.find(({ version }) => version === leading.get(id)) ?? null;
      if (range === undefined || range === null) return leader;
      const fitting = versions.filter(({ version }) => satisfies(version, range, { includePrerelease: true })).toSorted((a, b) => rcompare(a.version, b.version));
      return fitting.find((plugin) => plugin === leader) ?? fitting[0] ?? null;
    },
  };
}

/** The plugins a configuration's daemon runs with: the packages of the lock file and the folders of `plugins:`. */
export async function catalogueOf(configuration: Pick<Configuration, 'daemon' | 'pluginLock'>, wanted?: (plugin: InstalledPlugin) => boolean): Promise<PluginCatalogue> {
  return readCatalogue(configuration.daemon.plugins, storeOf(configuration), wanted);
}
