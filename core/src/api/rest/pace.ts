/** What one caller may do in a while: so many at once, refilled at this rate. */
export interface Allowance {
  readonly atOnce: number;
  readonly perSecond: number;
}

interface Bucket {
  left: number;
  at: number;
}

/** Callers that are remembered; those who ask least go first, and begin with all they may. */
const mostCallers = 10_000;

/** Limits how often callers ask: a bucket for each, which time fills. */
export class Pace {
  readonly #allowance: Allowance;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(allowance: Allowance, now: () => number = () => performance.now()) {
    this.#allowance = allowance;
    this.#now = now;
  }

  /** Takes one, and gives 0; the seconds to wait when there is none left. */
  take(caller: string): number {
    const bucket = this.#bucket(caller);
    if (bucket.left < 1) return Math.ceil((1 - bucket.left) / this.#allowance.perSecond);
    bucket.left -= 1;
    return 0;
  }

  #bucket(caller: string): Bucket {
    const { atOnce, perSecond } = this.#allowance;
    const now = this.#now();
    const known = this.#buckets.get(caller) ?? { left: atOnce, at: now };
    const bucket = { left: Math.min(atOnce, known.left + ((now - known.at) / 1_000) * perSecond), at: now };
    // Deleted first: the map is in the order of the last use.
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > mostCallers && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket;
  }
}
