/** Seconds before the first, second and third start after a failure; the next failure is one too many. */
const delaysMs = [1_000, 5_000, 30_000] as const;

/** Milliseconds of work after which earlier failures are forgotten. */
export const stableMs = 5 * 60_000;

/** When a plugin that failed is started again, and when no more. */
export class RestartPolicy {
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Milliseconds to wait, ±20 % so that plugins that failed together do not start together; null for no more. */
  failed(activeMs: number): number | null {
    if (activeMs >= stableMs) this.#failures = 0;
    const delay = delaysMs[this.#failures];
    this.#failures += 1;
    return delay === undefined ? null : Math.round(delay * (0.8 + 0.4 * this.#random()));
  }

  forget(): void {
    this.#failures = 0;
  }
}
