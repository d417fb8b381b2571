import { Unsupported, type HttpReader } from '@jackfield/sdk';
import { isRecord, numberOf, textOf } from '../../json.ts';
import type { Room } from '../driver.ts';
import { rowsOf } from './api.ts';

const bytesOfGB = 1_024 ** 3;

async function named(http: HttpReader, path: string, name: string): Promise<Record<string, unknown> | null> {
  const rows = await rowsOf(http, `/backupInfrastructure/${path}`, { nameFilter: name });
  return rows.find((row) => row['name'] === name) ?? null;
}

/** The identifier of a repository, scale-out ones included. */
export async function idOf(http: HttpReader, name: string): Promise<string> {
  const found = (await named(http, 'repositories', name)) ?? (await named(http, 'scaleOutRepositories', name));
  if (found === null) throw new Unsupported(`Veeam has no repository ${name}`, { hint: 'Mend the name under "repositories": it is that of the console, capitals and all.' });
  return textOf(found['id']);
}

/** Veeam tells gigabytes of 1024³ bytes; of object storage without a limit it tells none. */
export async function roomOf(http: HttpReader, name: string): Promise<Room> {
  const state = await named(http, 'repositories/states', name);
  const [total, free] = [numberOf(state?.['capacityGB']), numberOf(state?.['freeGB'])];
  if (total === null || free === null || total <= 0) throw new Unsupported(`Veeam does not tell the room of ${name}`, { hint: 'Of a scale-out repository name the extents, each as a repository.' });
  return { totalBytes: total * bytesOfGB, freeBytes: free * bytesOfGB, inodesUsed: null };
}

/** For how many days Veeam says that copies cannot be deleted: of a hardened repository, of a bucket or container; 0 when they can, null of all others. */
export async function immutableDaysOf(http: HttpReader, name: string): Promise<number | null> {
  const found = await named(http, 'repositories', name);
  const { repository, bucket, container } = found ?? {};
  for (const store of [bucket, container]) {
    const immutability = isRecord(store) ? store['immutability'] : null;
    if (isRecord(immutability)) return immutability['isEnabled'] === true ? (numberOf(immutability['daysCount']) ?? 0) : 0;
  }
  return isRecord(repository) ? numberOf(repository['makeRecentBackupsImmutableDays']) : null;
}
