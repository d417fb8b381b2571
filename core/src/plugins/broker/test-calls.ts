/** Milliseconds in which one target of a device is called once at most: phones ring, and lines are taken. */
const spacingMs = 60_000;

interface Placed {
  /** When it was placed; null while it waits for its turn. */
  at: number | null;
  readonly answer: Promise<string>;
}

/** Paces test calls, whatever asks for them: one at a time of a device, each target once a minute. Who asks again meanwhile is told what came of that call. */
export class TestCalls {
  readonly #now: () => number;
  readonly #placed = new Map<string, Placed>();
  /** By device: the last in its line. */
  readonly #last = new Map<string, Promise<unknown>>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  place(device: string, target: string, signal: AbortSignal, perform: () => Promise<string>): Promise<string> {
    for (const [key, { at }] of this.#placed) if (at !== null && this.#now() - at >= spacingMs) this.#placed.delete(key);
    const key = JSON.stringify([device, target]);
    const known = this.#placed.get(key);
    if (known !== undefined) return known.answer;
    const before = this.#last.get(device) ?? Promise.resolve();
    const placed: Placed = {
      at: null,
      answer: before.then(async () => {
        if (signal.aborted) {
          this.#placed.delete(key);
          throw signal.reason;
        }
        placed.at = this.#now();
        return perform();
      }),
    };
    this.#placed.set(key, placed);
    const turn = placed.answer.catch(() => undefined).finally(() => {
      if (this.#last.get(device) === turn) this.#last.delete(device);
    });
    this.#last.set(device, turn);
    return placed.answer;
  }
}
