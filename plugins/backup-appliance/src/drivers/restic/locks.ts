import type { SshReader } from '@jackfield/sdk';
import { isRecord, textOf, timeOf, tryParse } from '../../json.ts';
import type { RepositorySettings } from '../../settings.ts';
import type { Lock } from '../driver.ts';
import { restic } from './run.ts';

/** Locks looked at one by one; more than these are the same problem. */
const mostLocks = 20;

/** Restic asks for a lock that is gone again and again, for a quarter of an hour (0.14); one that is there takes it seconds. */
const patienceMs = 10_000;

/** The ids that `restic list locks` printed. */
export function readLockIds(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => /^[0-9a-f]{64}$/.test(line));
}

/** What `restic cat lock` tells of one. */
export function readLock(id: string, text: string): Lock {
  const json = tryParse(text);
  const { time, hostname, exclusive } = isRecord(json) ? json : {};
  return { id, host: textOf(hostname) || 'unknown host', isExclusive: exclusive === true, time: timeOf(time) };
}

/** What a lock says; null when it is gone by now: a job that ends takes its lock with it. */
async function look(ssh: SshReader, repository: RepositorySettings, id: string): Promise<string | null> {
  try {
    return await restic(ssh, 'lock', repository, { id }, patienceMs);
  } catch (error) {
    if (!readLockIds(await restic(ssh, 'locks', repository)).includes(id)) return null;
    throw error;
  }
}

export async function locksOf(ssh: SshReader, repository: RepositorySettings): Promise<readonly Lock[]> {
  const found: Lock[] = [];
  for (const id of readLockIds(await restic(ssh, 'locks', repository)).slice(0, mostLocks)) {
    const text = await look(ssh, repository, id);
    if (text !== null) found.push(readLock(id, text));
  }
  return found;
}
