import { result, Unsupported, type Check, type Item } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import { isGood } from '../drivers/driver.ts';
import { drivers } from '../drivers/index.ts';
import type { CopiedObject } from '../protected-objects.ts';
import type { RepositorySettings, Settings } from '../settings.ts';
import { eachObject } from './each-object.ts';
import { summaryOf } from './summary.ts';

/** Copies are made and forgotten once a day or so: to the hour, no policy is kept. */
const slackHours = 24;

function itemOf({ object, name, copies }: CopiedObject, { product }: RepositorySettings, { atLeast, atMost }: Settings['retention'], now: number): Item {
  const oldest = copies.findLast(isGood);
  if (oldest === undefined) return { name, state: 'warning', summary: 'No good copy at all' };
  const age = hoursSince(oldest.time, now);
  const metrics = [{ name: 'copy.oldest', value: age / 24 }];
  const isKept = copies.filter(({ isProtected }) => isProtected === true).length;
  const kept = isKept === 0 ? '' : `, ${isKept} protected`;
  // What somebody marked to stay is no retention that never prunes.
  const pruned = copies.findLast((copy) => isGood(copy) && copy.isProtected !== true);
  const oldestPruned = pruned === undefined ? 0 : hoursSince(pruned.time, now);
  const [least, most] = [object.retention?.atLeast ?? atLeast, object.retention?.atMost ?? atMost];
  // What is older than the product tells of may be there all the same.
  const toldHours = (drivers[product].historyDays ?? Infinity) * 24;
  const wanted = Math.min((least ?? 0) * 24, toldHours);
  if (age < wanted - slackHours) return { name, state: 'warning', summary: `Copies reach back ${ageText(age)}, at least ${ageText(wanted)} wanted`, metrics };
  if (most !== undefined && oldestPruned > most * 24 + slackHours) return { name, state: 'warning', summary: `A copy is ${ageText(oldestPruned)} old, at most ${ageText(most * 24)} wanted`, metrics };
  return { name, state: 'ok', summary: `Copies reach back ${ageText(age)}${kept}`, metrics };
}

/** How far the good copies of each object reach back, against the policy: retention that was lowered, or never prunes. */
export const retention: Check<Settings> = async (context) => {
  const { repositories, retention: ofAll } = context.settings;
  if (![ofAll, ...repositories.flatMap(({ objects }) => objects.map((object) => object.retention ?? {}))].some(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined)) {
    throw new Unsupported('the settings name no retention', { hint: 'Say "retention: { atLeast: 30 }" of the days that copies are to reach back.' });
  }
  const now = Date.now();
  const items = await eachObject(context, (copied, repository) => itemOf(copied, repository, ofAll, now));
  return result.fromItems(summaryOf(items, `Copies of ${items.length} objects reach back as wanted`, 'objects'), items);
};
