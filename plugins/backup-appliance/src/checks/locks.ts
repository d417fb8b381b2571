import { result, type Check, type Item } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import { readLock, readLockIds } from '../restic/locks.ts';
import { restic } from '../restic/run.ts';
import type { Settings } from '../settings.ts';

/** Locks looked at one by one; more than these are the same problem. */
const mostLocks = 20;

/** Locks that a killed job left behind: an exclusive one stops every backup. */
export const locks: Check<Settings> = async ({ ssh, settings }) => {
  const now = Date.now();
  const items: Item[] = [];
  for (const repository of settings.repositories) {
    const ids = readLockIds(await restic(ssh, 'locks', repository));
    for (const id of ids.slice(0, mostLocks)) {
      const { host, isExclusive, time } = readLock(id, await restic(ssh, 'lock', repository, { id }));
      const name = `${repository.path} ${id.slice(0, 8)}`;
      if (time === null) {
        items.push({ name, state: 'warning', summary: `A lock of ${host} that does not say since when` });
        continue;
      }
      const age = hoursSince(time, now);
      const isStale = age > settings.locks.stale;
      items.push({
        name,
        state: !isStale ? 'ok' : isExclusive ? 'critical' : 'warning',
        summary: `${isExclusive ? 'Exclusive lock' : 'Lock'} of ${host}, ${ageText(age)} old`,
        metrics: [{ name: 'lock.age', value: age }],
      });
    }
  }
  const stale = items.filter((item) => item.state !== 'ok').length;
  return result.fromItems(stale > 0 ? `${stale} locks left behind` : items.length > 0 ? `${items.length} locks in use` : 'No locks', items);
};
