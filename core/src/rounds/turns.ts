/** Work on one thing after the other, on different things at once. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const taking = Promise.resolve(this.#last.get(key)).catch(() => undefined).then(work);
    this.#last.set(key, taking);
    try {
      return await taking;
    } finally {
      if (this.#last.get(key) === taking) this.#last.delete(key);
    }
  }

  /** When all of it has ended, well or not. */
  async ended(): Promise<void> {
    while (this.#last.size > 0) await Promise.allSettled(this.#last.values());
  }
}
