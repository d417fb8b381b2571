import { result, type Check, type Item } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import type { CopiedObject } from '../protected-objects.ts';
import type { Settings } from '../settings.ts';
import { eachObject } from './each-object.ts';
import { summaryOf } from './summary.ts';

function itemOf({ name, copies }: CopiedObject, now: number): Item {
  const [newest] = copies;
  if (newest === undefined) return { name, state: 'unknown', summary: 'No run is known' };
  const since = copies.findIndex(({ outcome }) => outcome === 'complete');
  const bad = since === -1 ? copies.length : since;
  const metrics = [{ name: 'runs.bad', value: bad }];
  const age = ageText(hoursSince(newest.time, now));
  if (newest.outcome === 'complete') return { name, state: 'ok', summary: `The run ${age} ago was complete`, metrics };
  return { name, state: newest.outcome === 'failed' ? 'critical' : 'warning', summary: `The run ${age} ago ${newest.outcome === 'failed' ? 'failed' : 'left something out'}, ${bad} in a row`, metrics };
}

/** How the newest run of each object ended. A partial success is none. */
export const outcomes: Check<Settings> = async (context) => {
  const now = Date.now();
  const items = await eachObject(context, (copied) => itemOf(copied, now));
  return result.fromItems(summaryOf(items, `${items.length} last runs were complete`, 'last runs'), items);
};
