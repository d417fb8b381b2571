import { result, type Check, type Item, type Metric } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import { numberOf, textOf, timeOf } from '../json.ts';
import { recorded } from '../recorded.ts';
import type { Settings } from '../settings.ts';

function itemOf(name: string, record: Record<string, unknown>, days: number, now: number): Item {
  const finishedAt = timeOf(record['finishedAt']);
  if (finishedAt === null) return { name, state: 'unknown', summary: 'It does not say when it was done' };
  const age = hoursSince(finishedAt, now);
  const [seconds, rto, files] = [numberOf(record['seconds']), numberOf(record['rtoMinutes']), numberOf(record['files'])];
  const metrics: Metric[] = [{ name: 'drill.age', value: age / 24 }];
  if (seconds !== null) metrics.push({ name: 'drill.time', value: seconds / 60 });
  if (record['ok'] !== true) return { name, state: 'critical', summary: `The restore ${ageText(age)} ago failed: ${textOf(record['why']).slice(0, 200) || 'it does not say why'}`, metrics };
  const what = `${files ?? '?'} files restored and compared ${ageText(age)} ago`;
  if (seconds !== null && rto !== null && seconds > rto * 60) return { name, state: 'critical', summary: `${what}, in ${ageText(seconds / 3_600)} where ${rto} min are the objective`, metrics };
  return { name, state: age > days * 24 ? 'warning' : 'ok', summary: seconds === null ? what : `${what}, in ${ageText(seconds / 3_600)}`, metrics };
}

/** The last restore that the appliance did by itself: whether every file was as its manifest says, and how long it took. */
export const drill: Check<Settings> = async (context) => {
  const now = Date.now();
  const found = await recorded(context, '/var/lib/jackfield/restore-drill.json', 'Push "backup-appliance/drill"; the appliance\'s program does the rest.');
  const items = found.map(([name, record]) => itemOf(name, record, context.settings.drill.days, now));
  const bad = items.filter(({ state }) => state !== 'ok');
  if (items.length === 0) return result.warning('No restore was ever tried');
  return result.fromItems(bad.length === 0 ? `${items.length} restores proved` : bad.map(({ name, summary }) => `${name}: ${summary}`).slice(0, 3).join('; '), items);
};
