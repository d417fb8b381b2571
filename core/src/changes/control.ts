import { setTimeout as delay } from 'node:timers/promises';
import { changeAborted } from './errors.ts';

const tellEveryMs = 1_000;

/** What people say to a change that runs: wait, go on, put everything back. It is heard between steps, never within one. */
export class ChangeControl {
  readonly #abort = new AbortController();
  #resumed = Promise.withResolvers<void>();
  readonly #onPaused: () => void;
  #paused = false;

  /** @param onPaused - told while it waits, so that who waits for the change knows why nothing happens */
  constructor(onPaused: () => void) {
    this.#onPaused = onPaused;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** False when it was paused already. */
  pause(): boolean {
    if (this.#paused || this.#abort.signal.aborted) return false;
    this.#paused = true;
    return true;
  }

  /** False when it was not paused. */
  resume(): boolean {
    if (!this.#paused) return false;
    this.#paused = false;
    this.#resumed.resolve();
    this.#resumed = Promise.withResolvers();
    return true;
  }

  abort(person: string): void {
    this.#abort.abort(changeAborted(`${person} called it off`));
    this.resume();
  }

  /** Passes at once, or when the change is resumed; throws when it is called off. */
  async proceed(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#abort.signal.throwIfAborted();
    while (this.#paused) {
      this.#onPaused();
      const ended = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => ended.resolve(), { once: true });
      await Promise.race([this.#resumed.promise, ended.promise]);
      signal.throwIfAborted();
      this.#abort.signal.throwIfAborted();
    }
  }

  /** Lets a wave be for so long, and says every second how long it still is; a pause makes it no shorter. */
  async soak(milliseconds: number, signal: AbortSignal, tell: (leftMs: number) => void): Promise<void> {
    const over = AbortSignal.any([signal, this.#abort.signal]);
    for (let left = milliseconds; left > 0; left -= tellEveryMs) {
      tell(left);
      await delay(Math.min(left, tellEveryMs), undefined, { signal: over }).catch(() => over.throwIfAborted());
    }
    await this.proceed(signal);
  }
}
