import { Refused, SettingsInvalid, type ReadingContext, type Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { ask } from '../repositories.ts';
import type { prune as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { keptOf, storedCopies, type StoredCopy } from './stored-copies.ts';
import { deletableIn, takeAway } from './take-away.ts';

type PruneSpec = z.output<typeof schema>;

export type PruneState = { readonly copies: { readonly [id: string]: StoredCopy } };

async function copiesBefore(context: ReadingContext<Settings>, path: string, before: string): Promise<PruneState> {
  const repository = deletableIn(context.settings, path);
  const all = await ask(repository, 'copies')(context, repository);
  return { copies: storedCopies(all.filter(({ time }) => time < Date.parse(before))) };
}

/**
 * Copies from before a day, thinned out. The plan names each that goes, and those alone are deleted: a copy that is made
 * meanwhile is none of them. Their room comes back when the appliance next cleans up.
 */
export const prune: Resource<PruneSpec, PruneState, 'repository' | 'before', Settings> = {
  async precheck(_context, { before }, earlier) {
    if (earlier.some(({ resource }) => resource === 'deletion' || resource === 'prune')) throw new Refused('a prune beside other deletions: what stays of both nobody has looked at', { hint: 'Push each in a change of its own.' });
    if (Date.parse(before) > Date.now()) throw new Refused(`${before} is still to come: what is made until then would be deleted unseen`);
  },
  read: (context, { repository, before }) => copiesBefore(context, repository, before),
  plan(_context, { copies }, { keep }) {
    if (keep.daily + keep.weekly + keep.monthly === 0) throw new SettingsInvalid('a prune that keeps no copies');
    return { copies: keptOf(copies, keep) };
  },
  async apply(context, wanted, current, { repository, before }) {
    const { copies: there } = await copiesBefore(context, repository, before);
    const condemned = Object.keys(current.copies).filter((id) => wanted.copies[id] === undefined && there[id] !== undefined);
    if (condemned.length > 0) await takeAway(context, 'copies', deletableIn(context.settings, repository), condemned);
  },
  async restore() {
    throw new Refused('copies that were deleted stay deleted');
  },
};
