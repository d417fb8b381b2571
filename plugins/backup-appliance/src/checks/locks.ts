import { result, type Check, type Item } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import type { Lock } from '../drivers/driver.ts';
import { ask, eachRepository, thatTell } from '../repositories.ts';
import type { Settings } from '../settings.ts';

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

/** Locks that a killed job left behind: an exclusive one stops every backup. */
export const locks: Check<Settings> = async (context) => {
  const now = Date.now();
  const { stale } = context.settings.locks;
  const items = await eachRepository(thatTell(context.settings.repositories, 'locks'), async (repository) =>
    (await ask(repository, 'locks')(context, repository)).map((lock) => itemOf(repository.path, lock, stale, now)));
  const bad = items.filter((item) => item.state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  return result.fromItems(bad.length > 0 ? bad.slice(0, 3).join('; ') : items.length > 0 ? `${items.length} locks in use` : 'No locks', items);
};
