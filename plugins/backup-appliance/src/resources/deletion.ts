import { Refused, type EarlierSpec, type ReadingContext, type Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { minuteOf } from '../age.ts';
import { isGood, type Copy } from '../drivers/driver.ts';
import { ask } from '../repositories.ts';
import type { deletion as schema } from '../schemas.ts';
import type { RepositorySettings, Settings } from '../settings.ts';
import { objectOf } from './stored-copies.ts';
import { deletableIn, takeAway } from './take-away.ts';

type DeletionSpec = z.output<typeof schema>;

export type DeletionState = { readonly exists: false } | { readonly exists: true; readonly id: string; readonly object: string; readonly time: string };

/** By its whole name, or as restic shows it: the first letters of one only. */
function find(copies: readonly Copy[], name: string): Copy | null {
  const exact = copies.find(({ id }) => id === name);
  if (exact !== undefined || !/^[0-9a-f]{8,}$/.test(name)) return exact ?? null;
  const [first, second] = copies.filter(({ id }) => id.startsWith(name));
  if (second !== undefined) throw new Refused(`${name} may be several copies`, { hint: 'Give all of its letters.' });
  return first ?? null;
}

async function copiesOf(context: ReadingContext<Settings>, path: string): Promise<readonly Copy[]> {
  const repository: RepositorySettings = deletableIn(context.settings, path);
  return ask(repository, 'copies')(context, repository);
}

/** Names that the change deletes before. */
function deletedBefore(earlier: readonly EarlierSpec[], repository: string): readonly string[] {
  return earlier.flatMap(({ resource, spec }) => (resource === 'deletion' && spec['repository'] === repository && typeof spec['copy'] === 'string' ? [spec['copy']] : []));
}

/** One copy that is to go, by its name. The last good copy of anything is never deleted. */
export const deletion: Resource<DeletionSpec, DeletionState, 'repository' | 'copy', Settings> = {
  async precheck(context, { repository, copy }, earlier) {
    if (earlier.some(({ resource }) => resource === 'prune')) throw new Refused('a copy is deleted beside a prune: what stays of both nobody has looked at', { hint: 'Push each in a change of its own.' });
    const all = await copiesOf(context, repository);
    const condemned = find(all, copy);
    if (condemned === null || !isGood(condemned)) return;
    const gone = [copy, ...deletedBefore(earlier, repository)].map((name) => find(all, name)?.id);
    const lost = condemned.parts.find((part) => !all.some((other) => !gone.includes(other.id) && isGood(other) && other.host === condemned.host && other.parts.includes(part)));
    if (lost !== undefined) throw new Refused(`${copy} is the last good copy of ${condemned.host === '' ? '' : `${condemned.host}:`}${lost}`, { hint: 'Make a newer copy first.' });
  },
  async read(context, { repository, copy }) {
    const found = find(await copiesOf(context, repository), copy);
    return found === null ? { exists: false } : { exists: true, id: found.id, object: objectOf(found), time: minuteOf(found.time) };
  },
  plan: () => ({ exists: false }),
  async apply(context, _wanted, current, { repository }) {
    if (!current.exists) return;
    const there = find(await copiesOf(context, repository), current.id);
    if (there !== null) await takeAway(context, 'copies', deletableIn(context.settings, repository), [there.id]);
  },
  async restore() {
    throw new Refused('a copy that was deleted stays deleted');
  },
};
