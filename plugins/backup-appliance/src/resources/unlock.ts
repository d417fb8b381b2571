import { Conflict, Refused, type ReadingContext, type Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { ageText, hoursSince, minuteOf } from '../age.ts';
import { ask } from '../repositories.ts';
import type { unlock as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { deletableIn, takeAway } from './take-away.ts';

type UnlockSpec = z.output<typeof schema>;

type StoredLock = { readonly host: string; readonly isExclusive: boolean; readonly since: string | null };

export type UnlockState = { readonly locks: { readonly [id: string]: StoredLock } };

async function locksIn(context: ReadingContext<Settings>, path: string): Promise<UnlockState> {
  const repository = deletableIn(context.settings, path);
  const found = await ask(repository, 'locks')(context, repository);
  return { locks: Object.fromEntries(found.map(({ id, host, isExclusive, time }) => [id, { host, isExclusive, since: time === null ? null : minuteOf(time) }])) };
}

/** The locks of a repository, all of which were left by jobs that are no more: none is younger than `locks.stale`. */
export const unlock: Resource<UnlockSpec, UnlockState, 'repository', Settings> = {
  async precheck(context, { repository }) {
    const { locks } = await locksIn(context, repository);
    const { stale } = context.settings.locks;
    for (const { host, since } of Object.values(locks)) {
      const hours = since === null ? 0 : hoursSince(Date.parse(since), Date.now());
      if (hours < stale) throw new Refused(`a lock of ${host} is ${since === null ? 'of unknown age' : `only ${ageText(hours)} old`}: its job may be at work`, { hint: `Wait for it, or until it is ${stale} h old ("locks.stale").` });
    }
  },
  read: (context, { repository }) => locksIn(context, repository),
  plan: () => ({ locks: {} }),
  async apply(context, _wanted, current, { repository }) {
    const { locks } = await locksIn(context, repository);
    // Neither product takes single locks away: with a new one, a job that has begun since would lose its own.
    if (Object.keys(locks).some((id) => current.locks[id] === undefined)) throw new Conflict('a job has locked the repository since the plan');
    if (Object.keys(locks).length > 0) await takeAway(context, 'locks', deletableIn(context.settings, repository));
  },
  async restore() {
    throw new Refused('locks that were taken away stay away');
  },
};
