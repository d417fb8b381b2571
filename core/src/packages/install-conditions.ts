import { lt } from 'semver';
import { readCatalogue, readInstalled, releaseFolder, type InstalledPlugin } from '../plugins/index.ts';
import type { Configuration, LockedPlugin, PluginLock } from '../sites/index.ts';
import { idTaken, packageMismatch, versionReused } from './errors.ts';
import type { FetchedPackage } from './sources.ts';

/** Where a package is to be installed, and what is installed there. */
export interface Target {
  readonly configuration: Configuration;
  /** Where packages are unpacked to. */
  readonly folder: string;
  readonly lock: PluginLock;
}

/** The plugin that was meant, its id this package's, and its version a new one. */
export async function requireFree({ whole: { list, listHash }, file }: FetchedPackage, expected: string | null, { configuration, folder, lock }: Target): Promise<void> {
  const place = { file };
  if (expected !== null && list.plugin !== expected) throw packageMismatch(`it is ${list.package} (${list.plugin}), not ${expected}`, { place });
  const before = lock.plugins[list.plugin] ?? null;
  const catalogue = await readCatalogue(configuration.daemon.plugins, { folder, lock });
  const other = before !== null && before.package !== list.package ? before.package : catalogue.plugins.find(({ id, packageName }) => id === list.plugin && packageName !== list.package)?.packageName;
  if (other !== undefined) throw idTaken(`${list.package} would be called ${list.plugin}, as ${other} is`, { place });
  for (const release of before === null ? [] : [before.runs, before.kept]) {
    if (release?.version === list.version && release.files !== listHash) throw versionReused(`${list.plugin} ${list.version} is installed, with other files`, { place });
  }
}

export const isOlder = (version: string, before: LockedPlugin | null): boolean => before !== null && lt(version, before.runs.version);

/** The version that runs, to hold another against; null without one. */
export async function runningBefore(id: string, before: LockedPlugin | null, folder: string): Promise<InstalledPlugin | null> {
  if (before === null) return null;
  // Of a version that is broken nothing can be said: then everything is asked anew.
  return readInstalled({ id, locked: before, release: before.runs, directory: releaseFolder(folder, id, before.runs.version) }).catch(() => null);
}
