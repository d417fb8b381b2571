import { result, type Check, type Item, type Metric } from '@jackfield/sdk';
import type { Copy } from '../drivers/driver.ts';
import type { CopiedObject } from '../protected-objects.ts';
import type { Settings } from '../settings.ts';
import { eachObject } from './each-object.ts';
import { summaryOf } from './summary.ts';

type Limits = Settings['anomalies'];

/** Fewer say nothing of what is usual. */
const fewest = 4;
/** A backup of seconds varies by what else the machine does. */
const shortSeconds = 120;
/** The bookkeeping of a copy is always new: of a small source it is most of all. */
const fewBytes = 16 * 1_024 * 1_024;
/** So many times the usual share of new bytes is odd; some sources are new each day. */
const muchNew = 2;

interface Oddity {
  /** What is odd; empty when nothing is. */
  readonly words: string;
  readonly metrics: readonly Metric[];
}
const nothing: Oddity = { words: '', metrics: [] };

/** The middle one of the copies before; null when they are too few to tell. */
function usualOf(before: readonly Copy[], of: (copy: Copy) => number | null): number | null {
  const sorted = before.map(of).filter((value) => value !== null).toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return sorted.length < fewest || median === undefined || median <= 0 ? null : median;
}

function ofSize({ bytes }: Copy, before: readonly Copy[], { drop, jump }: Limits): Oddity {
  const usual = usualOf(before, (copy) => copy.bytes);
  if (bytes === null || usual === null) return nothing;
  const share = (100 * bytes) / usual;
  return { words: share < 100 - drop || share > 100 + jump ? `has ${Math.round(share)} % of the usual size` : '', metrics: [{ name: 'copy.sizeOfMedian', value: share }] };
}

function ofDuration({ seconds }: Copy, before: readonly Copy[], { slower }: Limits): Oddity {
  const usual = usualOf(before, (copy) => copy.seconds);
  if (seconds === null || usual === null) return nothing;
  const share = (100 * seconds) / usual;
  return { words: seconds > shortSeconds && share > 100 + slower ? `took ${Math.round(share)} % of the usual time` : '', metrics: [{ name: 'copy.durationOfMedian', value: share }] };
}

/** Encrypted files are new ones: what is new of an incremental copy is held against the size of the last one that tells its own. */
function ofNews(newest: Copy, all: readonly Copy[], before: readonly Copy[], { changed }: Limits): Oddity {
  const size = newest.bytes ?? all.find(({ bytes }) => bytes !== null)?.bytes ?? 0;
  if (newest.newBytes === null || size === 0 || all.length === 1) return nothing;
  const share = Math.min(100, (100 * newest.newBytes) / size);
  const usual = usualOf(before, (copy) => copy.newBytes);
  const isOdd = newest.newBytes > fewBytes && share > changed && (usual === null || newest.newBytes > muchNew * usual);
  return { words: isOdd ? `is new to ${Math.round(share)} %` : '', metrics: [{ name: 'copy.changed', value: share }] };
}

function itemOf({ name, copies }: CopiedObject, limits: Limits): Item {
  const whole = copies.filter(({ outcome }) => outcome === 'complete');
  const [newest, ...others] = whole;
  if (newest?.suspicion) return { name, state: 'critical', summary: `The product calls the newest copy ${newest.suspicion}` };
  if (newest === undefined || (newest.bytes === null && newest.newBytes === null && newest.seconds === null)) return { name, state: 'unknown', summary: 'Neither size nor duration is told' };
  // A full one among incremental ones is longer and larger, and nothing is wrong with that.
  const before = others.filter(({ kind }) => kind === newest.kind).slice(0, limits.last);
  const found = [ofSize(newest, before, limits), ofDuration(newest, before, limits), ofNews(newest, whole, before, limits)];
  const metrics = found.flatMap((one) => one.metrics);
  const oddities = found.map(({ words }) => words).filter((words) => words !== '');
  if (newest.bytes === 0) return { name, state: 'critical', summary: 'The newest copy is of nothing', metrics };
  if (oddities.length > 0) return { name, state: 'warning', summary: `The newest copy ${oddities.join(' and ')}`, metrics };
  return { name, state: 'ok', summary: before.length < fewest ? 'Too few copies to know what is usual' : 'As usual', metrics };
}

/** Size, duration and what is new of the newest copy against the median of those before: a drop is a lost source, a jump may be a ransomware. */
export const anomalies: Check<Settings> = async (context) => {
  const items = await eachObject(context, (copied) => itemOf(copied, context.settings.anomalies));
  return result.fromItems(summaryOf(items, `${items.length} newest copies as usual`, 'newest copies'), items);
};
