import { result, type Check, type Item, type SshReader } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import { readLock, readLockIds, type Lock } from '../restic/locks.ts';
import { eachRepository } from '../repositories.ts';
import { restic } from '../restic/run.ts';
import type { RepositorySettings, Settings } from '../settings.ts';

/** Locks looked at one by one; more than these are the same problem. */
const mostLocks = 20;

/** Restic asks for a lock that is gone again and again, for a quarter of an hour (0.14); one that is there takes it seconds. */
const patienceMs = 10_000;

function itemOf(repository: string, { id, host, isExclusive, time }: Lock, stale: number, now: number): Item {
  const name = `${repository} ${id.slice(0, 8)}`;
  if (time === null) return { name, state: 'warning', summary: `A lock of ${host} that does not say since when` };
  const age = hoursSince(time, now);
  return {
    name,
    state: age <= stale ? 'ok' : isExclusive ? 'critical' : 'warning',
    summary: `${isExclusive ? 'Exclusive lock' : 'Lock'} of ${host}, ${ageText(age)} old`,
    metrics: [{ name: 'lock.age', value: age }],
  };
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

/** Locks that a killed job left behind: an exclusive one stops every backup. */
export const locks: Check<Settings> = async ({ ssh, settings }) => {
  const now = Date.now();
  const items = await eachRepository(settings.repositories, async (repository) => {
    const found: Item[] = [];
    for (const id of readLockIds(await restic(ssh, 'locks', repository)).slice(0, mostLocks)) {
      const text = await look(ssh, repository, id);
      if (text !== null) found.push(itemOf(repository.path, readLock(id, text), settings.locks.stale, now));
    }
    return found;
  });
  const bad = items.filter((item) => item.state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  return result.fromItems(bad.length > 0 ? bad.slice(0, 3).join('; ') : items.length > 0 ? `${items.length} locks in use` : 'No locks', items);
};
