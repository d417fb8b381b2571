import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { makeStateFolder } from '../store/index.ts';
import { backupNotWritten, noSuchBackup } from './errors.ts';
import type { HostServices } from './host-services.ts';

/** A copy of the database in the state folder. */
export interface Backup {
  readonly backup: string;
  readonly at: string;
  readonly bytes: number;
}

/** The older ones make room for a new one: they lie on the disk of the database. */
const kept = 5;
const leftBytes = 64 * 1_024 * 1_024;
const named = /^jackfield-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.db$/;
const making = '.making-';

interface Needs {
  readonly store: Pick<HostServices['store'], 'backup'>;
  readonly configuration: { readonly current: { readonly daemon: Pick<HostServices['configuration']['current']['daemon'], 'stateDirectory'> } };
}

const folderOf = ({ configuration: { current: { daemon } } }: Needs): string => join(daemon.stateDirectory, 'backups');

/** Newest first. */
export async function listBackups(services: Needs): Promise<readonly Backup[]> {
  const folder = folderOf(services);
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(names.map(async (backup) => {
    const [, year, month, day, hour, minute, second, ms] = named.exec(backup) ?? [];
    const file = await stat(join(folder, backup)).catch(() => null);
    return year === undefined || file === null ? [] : [{ backup, at: `${year}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.${ms ?? ''}Z`, bytes: file.size }];
  }));
  return found.flat().toSorted((one, other) => other.at.localeCompare(one.at));
}

/** Those that are being made, by their folder. */
const beingMade = new Map<string, Promise<Backup>>();

/** Copies the database into the folder of backups: whole, or not at all. Who asks while one is made gets that one. */
export function makeBackup(services: Needs, now = new Date()): Promise<Backup> {
  const folder = folderOf(services);
  const made = beingMade.get(folder) ?? madeIn(folder, services, now).finally(() => beingMade.delete(folder));
  beingMade.set(folder, made);
  return made;
}

async function madeIn(folder: string, services: Needs, now: Date): Promise<Backup> {
  await makeStateFolder(folder);
  // Of a host that was killed: nothing else is being made.
  for (const name of await readdir(folder)) if (name.startsWith(making)) await rm(join(folder, name), { force: true });
  await requireRoom(services, folder);
  const at = now.toISOString();
  const backup = `jackfield-${at.replaceAll(/[-:.]/g, '')}.db`;
  const half = join(folder, `${making}${randomUUID()}`);
  try {
    await services.store.backup(half);
    await rename(half, join(folder, backup));
  } catch (cause) {
    await rm(half, { force: true });
    throw backupNotWritten(`the database is not copied: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file: folder }, cause });
  }
  for (const { backup: old } of (await listBackups(services)).slice(kept)) await rm(join(folder, old), { force: true });
  return { backup, at, bytes: (await stat(join(folder, backup))).size };
}

/** The file of a backup; throws for a name that is none. */
export async function fileOfBackup(services: Needs, backup: string): Promise<{ readonly file: string; readonly name: string; readonly bytes: number }> {
  const found = (await listBackups(services)).find((one) => one.backup === backup);
  if (found === undefined) throw noSuchBackup(`there is no backup ${backup}`);
  return { file: join(folderOf(services), found.backup), name: found.backup, bytes: found.bytes };
}

/** A disk that a backup filled would keep the daemon from writing. */
async function requireRoom({ configuration: { current: { daemon } } }: Needs, folder: string): Promise<void> {
  const { size } = await stat(join(daemon.stateDirectory, 'jackfield.db')).catch(() => ({ size: 0 }));
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < size + leftBytes) throw backupNotWritten(`the disk has ${bavail * bsize} bytes left, and the database ${size}`, { place: { file: folder } });
}
