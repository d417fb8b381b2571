import { isGood, type Copy } from '../drivers/driver.ts';
import { minuteOf } from '../age.ts';
import type { Keep } from './schedule.ts';

/** A copy as a plan shows it. */
export type StoredCopy = { readonly object: string; readonly time: string; readonly isGood: boolean };

/** What a copy is of, for people: `files:/etc, /srv`. */
export function objectOf({ host, parts }: Pick<Copy, 'host' | 'parts'>): string {
  return `${host === '' ? '' : `${host}:`}${parts.join(', ')}`;
}

export function storedCopies(copies: readonly Copy[]): { readonly [id: string]: StoredCopy } {
  return Object.fromEntries(copies.map((copy) => [copy.id, { object: objectOf(copy), time: minuteOf(copy.time), isGood: isGood(copy) }]));
}

/** `2026-W19`: ISO 8601, weeks from Monday, of the year that their Thursday is in. */
function weekOf(time: string): string {
  const day = new Date(`${time.slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const first = Date.UTC(day.getUTCFullYear(), 0, 1);
  return `${day.getUTCFullYear()}-W${Math.ceil(((day.getTime() - first) / 86_400_000 + 1) / 7)}`;
}

const periods: { readonly [period in keyof Keep]: (time: string) => string } = { daily: (time) => time.slice(0, 10), weekly: weekOf, monthly: (time) => time.slice(0, 7) };

/**
 * Which copies stay: of each object the newest good one of the last so many days, weeks and months that have one, in UTC. Of
 * an object without any good copy all stay: nobody knows what they are good for.
 */
export function keptOf(copies: { readonly [id: string]: StoredCopy }, keep: Keep): { readonly [id: string]: StoredCopy } {
  const kept = new Set<string>();
  const newestFirst = Object.entries(copies).toSorted(([one, { time: a }], [other, { time: b }]) => b.localeCompare(a) || one.localeCompare(other));
  for (const own of Map.groupBy(newestFirst, ([, { object }]) => object).values()) {
    const good = own.filter(([, copy]) => copy.isGood);
    if (good.length === 0) for (const [id] of own) kept.add(id);
    for (const period of ['daily', 'weekly', 'monthly'] as const) {
      const ofPeriod = Map.groupBy(good, ([, { time }]) => periods[period](time));
      for (const [newest] of [...ofPeriod.values()].slice(0, keep[period])) if (newest !== undefined) kept.add(newest[0]);
    }
  }
  return Object.fromEntries(Object.entries(copies).filter(([id]) => kept.has(id)));
}
