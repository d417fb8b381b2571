import { tooOften } from './errors.ts';

interface Waiting {
  begin(): Promise<unknown>;
  refuse(): void;
}

/**
 * Work that is done one after the other, a piece of each who asked in turn: who asks for much waits for themselves. When as much
 * waits as may, it is the last of whoever has most waiting that is refused, so that many from one place keep nobody else out.
 */
export class FairTurns {
  readonly #most: number;
  readonly #refusal: string;
  /** In the order of whose turn it is. */
  readonly #waiting = new Map<string, Waiting[]>();
  #isBusy = false;

  constructor(most: number, refusal: string) {
    this.#most = most;
    this.#refusal = refusal;
  }

  /** Does the work when it is its turn; JF8411 when too much waits. */
  take<Outcome>(of: string, work: () => Promise<Outcome>): Promise<Outcome> {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const waiting = this.#waiting.get(of) ?? [];
    waiting.push({ begin: () => work().then(resolve, reject), refuse: () => reject(tooOften(this.#refusal)) });
    this.#waiting.set(of, waiting);
    this.#makeRoom();
    void this.#goOn();
    return promise;
  }

  /** Of several who have as much waiting it is the one who came last, by whom it became too much. */
  #makeRoom(): void {
    const all = [...this.#waiting.values()];
    if (all.reduce((sum, { length }) => sum + length, 0) <= this.#most + (this.#isBusy ? 0 : 1)) return;
    all.reduce((most, one) => (one.length >= most.length ? one : most)).pop()?.refuse();
  }

  async #goOn(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) await next.begin();
    this.#isBusy = false;
  }

  #next(): Waiting | undefined {
    for (const [of, waiting] of this.#waiting) {
      const next = waiting.shift();
      // To the end: the others first.
      this.#waiting.delete(of);
      if (waiting.length > 0) this.#waiting.set(of, waiting);
      if (next !== undefined) return next;
    }
    return undefined;
  }
}
