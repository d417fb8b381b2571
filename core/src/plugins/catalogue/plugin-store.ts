import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration, LockedPlugin, LockedRelease, PluginLock } from '../../sites/index.ts';
import { grantedOtherwise, lockedOtherwise, packageNotHere } from '../errors.ts';
import type { InstalledPlugin } from '../installed-plugin.ts';
import { requireUntouched } from './file-list.ts';
import { readPlugin } from './read-plugin.ts';

/** The installed packages: their folder, and the lock file that says what must be in it. */
export interface PluginStore {
  readonly folder: string;
  readonly lock: PluginLock;
}

/** Where `jackfield plugin install` unpacks to. */
export function storeFolder(stateDirectory: string): string {
  return join(stateDirectory, 'packages');
}

/** `<folder>/<id>/<version>` */
export function releaseFolder(folder: string, id: string, version: string): string {
  return join(folder, id, version);
}

export function storeOf({ daemon, pluginLock }: Pick<Configuration, 'daemon' | 'pluginLock'>): PluginStore {
  return { folder: storeFolder(daemon.stateDirectory), lock: pluginLock };
}

/** The folders of all that the lock names: what runs first, then what is kept. */
export function lockedReleases({ folder, lock }: PluginStore): { readonly id: string; readonly directory: string; readonly locked: LockedPlugin; readonly release: LockedRelease }[] {
  return Object.entries(lock.plugins).flatMap(([id, locked]) =>
    [locked.runs, ...(locked.kept === null ? [] : [locked.kept])].map((release) => ({ id, locked, release, directory: releaseFolder(folder, id, release.version) })));
}

/** An installed package, byte for byte what the lock names and with the permissions that were granted. */
export async function readInstalled({ id, directory, locked, release }: ReturnType<typeof lockedReleases>[number]): Promise<InstalledPlugin> {
  const place = { file: directory };
  await access(directory).catch((cause: unknown) => {
    throw packageNotHere(`${locked.package} ${release.version} is not installed on this machine`, { place, cause, hint: `Install it again: jackfield plugin install ${release.source.replace(/^(npm|file|upload):/, '')}` });
  });
  await requireUntouched(directory, release.files);
  const plugin = await readPlugin(directory);
  if (plugin.id !== id || plugin.packageName !== locked.package || plugin.version !== release.version) {
    throw lockedOtherwise(`it holds ${plugin.packageName} ${plugin.version} (${plugin.id}), plugins.lock.yaml names ${locked.package} ${release.version} (${id})`, { place });
  }
  if (plugin.permissionsHash !== release.permissions) throw grantedOtherwise(`${id} ${release.version} asks for other permissions than were granted`, { place });
  return plugin;
}
