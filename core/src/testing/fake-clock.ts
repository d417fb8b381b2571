import type { Clock } from '../health/index.ts';

/** A clock that goes on when a test says so; what is due on the way is called in its order. */
export class FakeClock implements Clock {
  #now: number;
  readonly #due = new Map<symbol, { readonly at: number; readonly call: () => void }>();

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): Disposable {
    const id = Symbol();
    this.#due.set(id, { at: this.#now + milliseconds, call });
    return { [Symbol.dispose]: () => void this.#due.delete(id) };
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#due].filter(([, { at }]) => at <= end).toSorted(([, a], [, b]) => a.at - b.at);
      if (next === undefined) break;
      const [id, { at, call }] = next;
      this.#due.delete(id);
      this.#now = Math.max(this.#now, at);
      call();
    }
    this.#now = end;
  }
}
