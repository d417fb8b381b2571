import { OutcomeError, result, type Check, type Item, type ReadingContext } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import type { JobRun } from '../drivers/driver.ts';
import { drivers } from '../drivers/index.ts';
import type { CopiedObject } from '../protected-objects.ts';
import type { RepositorySettings, Settings } from '../settings.ts';
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

/** Failed runs that make room or copies elsewhere are as bad as failed backups, only later: a warning at first, critical when it goes on. */
const jobsBad = 3;

function jobItem(repository: string, kind: string, runs: readonly JobRun[], now: number): readonly Item[] {
  const [newest] = runs;
  if (newest === undefined) return [];
  const since = runs.findIndex(({ outcome }) => outcome === 'complete');
  const bad = since === -1 ? runs.length : since;
  const name = `${repository}: ${kind}`;
  const metrics = [{ name: 'runs.bad', value: bad }, { name: 'job.age', value: hoursSince(newest.endedAt, now) }, { name: 'job.duration', value: newest.seconds }];
  const age = ageText(hoursSince(newest.endedAt, now));
  if (newest.outcome === 'complete') return [{ name, state: 'ok', summary: `Done ${age} ago`, metrics }];
  const state = newest.outcome === 'failed' && bad >= jobsBad ? 'critical' : 'warning';
  return [{ name, state, summary: `${newest.outcome === 'failed' ? 'Failed' : 'Done with warnings'} ${age} ago, ${bad} in a row: ${newest.said.slice(0, 120)}`, metrics }];
}

/** An item for each kind of job that ran of late; where no job is told at all, the login may not see any. */
async function jobItems(context: ReadingContext<Settings>, repository: RepositorySettings, now: number): Promise<readonly Item[]> {
  const { jobs, roomReturnsBy } = drivers[repository.product];
  try {
    const runs = (await jobs?.(context, repository)) ?? [];
    const isMissing = roomReturnsBy !== undefined && runs.length > 0 && !runs.some(({ kind }) => kind === roomReturnsBy);
    const missing: Item[] = isMissing ? [{ name: `${repository.path}: ${roomReturnsBy}`, state: 'warning', summary: 'Not run in a month: room that was pruned never returns without it' }] : [];
    return [...missing, ...[...Map.groupBy(runs, ({ kind }) => kind)].flatMap(([kind, of]) => jobItem(repository.path, kind, of, now))];
  } catch (error) {
    // How the backups ended is known all the same.
    if (error instanceof OutcomeError) return [{ name: `${repository.path}: jobs`, state: 'unknown', summary: error.message }];
    throw error;
  }
}

/** How the newest run of each object ended, and of each job that keeps a repository in order. A partial success is none. */
export const outcomes: Check<Settings> = async (context) => {
  const now = Date.now();
  const items = [...await eachObject(context, (copied) => itemOf(copied, now))];
  for (const repository of context.settings.repositories) items.push(...await jobItems(context, repository, now));
  return result.fromItems(summaryOf(items, `${items.length} last runs were complete`, 'last runs'), items);
};
