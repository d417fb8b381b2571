import { performance } from 'node:perf_hooks';

/** So much at once, so much a second: what a plugin may send before it has to wait, or is no longer listened to. */
export class Allowance {
  readonly #burst: number;
  readonly #perMs: number;
  readonly #now: () => number;
  #left: number;
  #at: number;

  constructor(burst: number, perSecond: number, now: () => number = () => performance.now()) {
    this.#burst = burst;
    this.#perMs = perSecond / 1_000;
    this.#now = now;
    this.#left = burst;
    this.#at = now();
  }

  /** Takes `amount`, also below zero. Returns the milliseconds until the debt is paid, 0 when there is none. */
  spend(amount: number): number {
    this.#refill();
    this.#left -= amount;
    return this.#left >= 0 ? 0 : Math.ceil(-this.#left / this.#perMs);
  }

  /** Takes `amount` if there is as much. */
  take(amount: number): boolean {
    this.#refill();
    if (this.#left < amount) return false;
    this.#left -= amount;
    return true;
  }

  #refill(): void {
    const now = this.#now();
    this.#left = Math.min(this.#burst, this.#left + (now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
