import type { ScheduledCheck } from './scheduled-check.ts';

/** Runs that hints may bring forward at once. */
const burst = 10;
/** Between the begins of two of them: many hints together are one. */
const apart = 1_000;

/**
 * When a check that a device hints at runs: within a second, a few times; a device that chatters on brings its checks
 * forward at the pace of retries and no faster.
 */
export class HintPace {
  readonly #left = new WeakMap<ScheduledCheck, { readonly runs: number; readonly at: number }>();

  /** The time to run it at when that is before `due`; else null. */
  bring(check: ScheduledCheck, due: number, now: number): number | null {
    const { retry } = check.order.settings;
    const pace = Math.min(retry, check.order.interval);
    const before = this.#left.get(check) ?? { runs: burst, at: now };
    const runs = Math.min(burst, before.runs + (now - before.at) / pace);
    const soonest = Math.max(now, (check.lastRun ?? 0) + (runs >= 1 ? Math.min(apart, pace) : pace));
    if (soonest >= due) return null;
    this.#left.set(check, { runs: Math.max(0, runs - 1), at: now });
    return soonest;
  }
}
