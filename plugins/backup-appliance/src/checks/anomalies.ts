import { result, type Check, type Item, type Metric } from '@jackfield/sdk';
import type { Copy } from '../drivers/driver.ts';
import type { CopiedObject } from '../protected-objects.ts';
import type { Settings } from '../settings.ts';
import { eachObject } from './each-object.ts';
import { summaryOf } from './summary.ts';

/** Fewer say nothing of what is usual. */
const fewest = 4;
/** A backup of seconds varies by what else the machine does. */
const shortSeconds = 120;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function measured(copies: readonly Copy[], of: (copy: Copy) => number | null, last: number): readonly number[] {
  return copies.slice(1, last + 1).map(of).filter((value) => value !== null);
}

function itemOf({ name, copies }: CopiedObject, { last, drop, jump, slower }: Settings['anomalies']): Item {
  const whole = copies.filter(({ outcome }) => outcome === 'complete');
  const [newest] = whole;
  if (newest === undefined || (newest.bytes === null && newest.seconds === null)) return { name, state: 'unknown', summary: 'Neither size nor duration is told' };
  const metrics: Metric[] = [];
  const oddities: string[] = [];
  const sizes = measured(whole, ({ bytes }) => bytes, last);
  const usual = median(sizes);
  if (newest.bytes !== null && sizes.length >= fewest && usual > 0) {
    const share = (100 * newest.bytes) / usual;
    metrics.push({ name: 'copy.sizeOfMedian', value: share });
    if (share < 100 - drop || share > 100 + jump) oddities.push(`${Math.round(share)} % of the usual size`);
  }
  const times = measured(whole, ({ seconds }) => seconds, last);
  if (newest.seconds !== null && times.length >= fewest && median(times) > 0) {
    const share = (100 * newest.seconds) / median(times);
    metrics.push({ name: 'copy.durationOfMedian', value: share });
    if (newest.seconds > shortSeconds && share > 100 + slower) oddities.push(`${Math.round(share)} % of the usual time`);
  }
  if (newest.bytes === 0) return { name, state: 'critical', summary: 'The newest copy is of nothing', metrics };
  if (oddities.length > 0) return { name, state: 'warning', summary: `The newest copy has ${oddities.join(' and took ')}`, metrics };
  return { name, state: 'ok', summary: metrics.length === 0 ? 'Too few copies to know what is usual' : 'As usual', metrics };
}

/** Size and duration of the newest copy against the median of those before: a drop is a lost source, a jump may be a ransomware. */
export const anomalies: Check<Settings> = async (context) => {
  const items = await eachObject(context, (copied) => itemOf(copied, context.settings.anomalies));
  return result.fromItems(summaryOf(items, `${items.length} newest copies as usual`, 'newest copies'), items);
};
