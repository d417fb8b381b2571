import { result, type Check, type Item, type Metric, type Restore, type State } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import { isGood } from '../drivers/driver.ts';
import { drivers } from '../drivers/index.ts';
import type { CopiedObject } from '../protected-objects.ts';
import type { RepositorySettings, Settings } from '../settings.ts';
import { eachObject } from './each-object.ts';
import { summaryOf } from './summary.ts';

/** Clocks of machines that are looked after differ by less. */
const skewMs = 10 * 60_000;

function itemOf({ object: { rpo }, name, copies }: CopiedObject, warnAt: number, now: number): Item {
  const good = copies.filter(isGood);
  const [newest] = good;
  if (newest === undefined) {
    return { name, state: 'critical', summary: copies.length === 0 ? 'No copy at all' : copies.length === 1 ? 'Its only copy is empty or incomplete' : `${copies.length} copies, all of them empty or incomplete` };
  }
  if (newest.time > now + skewMs) return { name, state: 'warning', summary: `The newest copy is ${ageText(hoursSince(now, newest.time))} ahead of the time: a clock is wrong` };
  const age = hoursSince(newest.time, now);
  const state: State = age > rpo ? 'critical' : age > (rpo * warnAt) / 100 ? 'warning' : 'ok';
  const metrics: Metric[] = [{ name: 'copy.age', value: age }, { name: 'copy.count', value: good.length }];
  if (newest.bytes !== null) metrics.push({ name: 'copy.size', value: newest.bytes });
  return { name, state, summary: `Newest copy ${ageText(age)} old, at most ${ageText(rpo)} wanted`, metrics };
}

function restoreOf({ object, copies }: CopiedObject, repository: RepositorySettings): Restore {
  const newest = copies.find(isGood);
  const driver = drivers[repository.product];
  return {
    machine: driver.machineOf({ host: (newest ?? copies[0])?.host ?? object.host ?? '', parts: [object.path] }), object: object.path,
    copiedAt: newest === undefined ? null : new Date(newest.time).toISOString(),
    command: newest === undefined ? '' : driver.restoreCommand(repository, newest, object.path),
  };
}

/** The newest good copy of each protected object against its recovery point objective. */
export const copies: Check<Settings> = async (context) => {
  const now = Date.now();
  const restores: Restore[] = [];
  const items = await eachObject(context, (copied, repository) => {
    restores.push(restoreOf(copied, repository));
    return itemOf(copied, context.settings.warnAt, now);
  }, (name) => [{ name, state: 'critical', summary: 'The repository holds no copy at all' }]);
  return { ...result.fromItems(summaryOf(items, `${items.length} objects copied in time`, 'objects'), items), restores };
};
