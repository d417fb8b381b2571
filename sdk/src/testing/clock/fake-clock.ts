import type { SimulatorClock } from './simulator-clock.ts';

interface Timer {
  readonly at: number;
  readonly call: () => void;
  /** Of something that is under way: a slow device. Else it begins something. */
  readonly isDelay: boolean;
}

/** Turns of the event loop that all which was just called may take to begin its work. */
const turns = 3;

/**
 * Time that stands until a test moves it. One clock drives the simulators (latency, engine time, counters) and the host's
 * schedule, so that a day of checks takes a second and always comes out the same.
 *
 * @experimental
 * @since 0.1.0
 */
export class FakeClock implements SimulatorClock {
  #now: number;
  #timers: Timer[] = [];
  readonly #work = new Set<Promise<unknown>>();
  #stirred = Promise.withResolvers<void>();

  /** Starts at the present time unless told otherwise, so that plugins that ask the machine for it are not far off. */
  constructor(start: number | Date = Date.now()) {
    this.#now = Number(start);
  }

  now(): number {
    return this.#now;
  }

  /** Calls back once, when the clock has come that far; dispose to call it off. */
  after(milliseconds: number, call: () => void): Disposable {
    return this.#add({ at: this.#now + Math.max(0, milliseconds), call, isDelay: false });
  }

  delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const stop = (): void => {
        timer[Symbol.dispose]();
        reject(signal?.reason);
      };
      const timer = this.#add({
        at: this.#now + Math.max(0, milliseconds),
        isDelay: true,
        call: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      });
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** The clock stands while this goes on, unless all that is left of it is a wait for the clock itself. */
  during<Answer>(work: Promise<Answer>): Promise<Answer> {
    this.#work.add(work);
    const over = (): void => {
      this.#work.delete(work);
      this.#stir();
    };
    work.then(over, over);
    return work;
  }

  /** Goes on by so much, and stops on the way wherever something is due. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await this.#quiet();
      const next = this.#first();
      if (next === null || next.at > end) break;
      this.#run(next);
    }
    this.#now = end;
    await this.#quiet();
  }

  /** Goes to whatever is due next; waits until there is something, such as a device that takes its time to answer. */
  async next(): Promise<void> {
    while (this.#first() === null) await this.#stirred.promise;
    await this.#quiet();
    const first = this.#first();
    if (first !== null) this.#run(first);
    await this.#quiet();
  }

  #add(timer: Timer): Disposable {
    this.#timers.push(timer);
    this.#stir();
    return { [Symbol.dispose]: () => void (this.#timers = this.#timers.filter((other) => other !== timer)) };
  }

  #first(): Timer | null {
    return this.#timers.reduce<Timer | null>((first, timer) => (first === null || timer.at < first.at ? timer : first), null);
  }

  #run(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.call();
  }

  /** Waits until nothing goes on but what waits for the clock. */
  async #quiet(): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    while (this.#work.size > 0 && !this.#timers.some(({ isDelay }) => isDelay)) {
      await this.#stirred.promise;
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    }
  }

  #stir(): void {
    this.#stirred.resolve();
    this.#stirred = Promise.withResolvers();
  }
}
