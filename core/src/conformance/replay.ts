import type { Intercept } from '../test-host/index.ts';

/**
 * Answers of devices to one round of calls, given again in each round after it: to the same question at the same place of the
 * round. So a push can be made a thousand times on one device. Keeps nothing of later rounds: it is not to be taken for a leak.
 */
export class Replay {
  readonly #answers = new Map<string, Promise<string>[]>();
  readonly #asked = new Map<string, number>();
  #isRecorded = false;

  /** Begins the next round. */
  rewind(): void {
    this.#isRecorded ||= this.#answers.size > 0;
    this.#asked.clear();
  }

  readonly intercept: Intercept = (operation, perform) => {
    const key = JSON.stringify([operation.device, operation.request]);
    const known = this.#answers.get(key) ?? [];
    const at = this.#asked.get(key) ?? 0;
    const answer = known[at];
    if (answer === undefined && this.#isRecorded) return known.at(-1) ?? perform();
    if (answer === undefined) this.#answers.set(key, [...known, perform()]);
    this.#asked.set(key, at + 1);
    return this.#answers.get(key)?.[at] ?? perform();
  };
}
