const bucketMs = 60_000;
/** Keys that are told apart in one minute: an attack may come from thousands of addresses. */
const mostKeys = 200;
const others = 'others';

/** Counts what happened in the last minutes, by key, in bounded memory. */
export class Tally {
  readonly #keptMinutes: number;
  readonly #buckets = new Map<number, Map<string, number>>();

  constructor(keptMinutes: number) {
    this.#keptMinutes = keptMinutes;
  }

  add(key: string): void {
    const minute = Math.floor(performance.now() / bucketMs);
    const bucket = this.#buckets.get(minute) ?? new Map<string, number>();
    this.#buckets.set(minute, bucket);
    const kept = bucket.has(key) || bucket.size < mostKeys ? key : others;
    bucket.set(kept, (bucket.get(kept) ?? 0) + 1);
    this.#forget(minute);
  }

  /** Counts of the last minutes, the commonest first. */
  within(minutes: number): ReadonlyMap<string, number> {
    const now = Math.floor(performance.now() / bucketMs);
    this.#forget(now);
    const sums = new Map<string, number>();
    for (const [minute, bucket] of this.#buckets) {
      if (minute <= now - minutes) continue;
      for (const [key, count] of bucket) sums.set(key, (sums.get(key) ?? 0) + count);
    }
    return new Map([...sums].sort(([, one], [, other]) => other - one));
  }

  #forget(now: number): void {
    for (const minute of this.#buckets.keys()) if (minute <= now - this.#keptMinutes) this.#buckets.delete(minute);
  }
}
