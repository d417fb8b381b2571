import { result, Unsupported, type Check, type Item, type State } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import { isGood } from '../drivers/driver.ts';
import { objectsIn } from '../protected-objects.ts';
import { eachRepository, thatTell } from '../repositories.ts';
import type { Settings } from '../settings.ts';

interface Kept {
  /** Epoch milliseconds of the newest good copy elsewhere; null when there is none. */
  elsewhere: number | null;
  /** Repositories with a good copy. */
  places: number;
}

/** Of each object the newest good copy in a repository that is off-site, and in how many repositories there is one at all. */
export const offsite: Check<Settings> = async (context) => {
  const { settings } = context;
  if (!settings.repositories.some((repository) => repository.offsite)) {
    throw new Unsupported('no repository is said to be off-site', { hint: 'Say "offsite: true" of the one that is in another building.' });
  }
  const now = Date.now();
  const kept = new Map<string, Kept>();
  const unseen = await eachRepository(thatTell(settings.repositories, 'copies'), async (repository) => {
    for (const { name, copies } of await objectsIn(context, repository)) {
      const newest = copies.find(isGood);
      const before = kept.get(name) ?? { elsewhere: null, places: 0 };
      const elsewhere = repository.offsite && newest !== undefined ? Math.max(newest.time, before.elsewhere ?? newest.time) : before.elsewhere;
      kept.set(name, { elsewhere, places: before.places + (newest === undefined ? 0 : 1) });
    }
    return [];
  });
  const items = [...kept].map(([name, { elsewhere, places }]): Item => {
    const counted = { name: 'offsite.places', value: places };
    if (elsewhere === null) return { name, state: 'critical', summary: `No copy off-site, ${places} here`, metrics: [counted] };
    const age = hoursSince(elsewhere, now);
    const state: State = age > settings.offsite.rpo ? 'critical' : places < settings.offsite.places ? 'warning' : 'ok';
    return { name, state, summary: `Off-site copy ${ageText(age)} old, at most ${ageText(settings.offsite.rpo)} wanted; ${places} of ${settings.offsite.places} repositories hold one`, metrics: [{ name: 'offsite.age', value: age }, counted] };
  });
  const late = items.filter(({ state }) => state !== 'ok').length;
  return result.fromItems(late === 0 ? `${items.length} objects off-site in time` : `${late} of ${items.length} objects not off-site in time, or in too few repositories`, [...items, ...unseen]);
};
