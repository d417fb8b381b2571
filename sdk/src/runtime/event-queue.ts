/** Values pushed by one side and taken by another, with a word to the pusher for every half window taken. */
export class EventQueue implements AsyncIterable<unknown> {
  readonly #window: number;
  readonly #onTaken: (count: number) => void;
  readonly #values: unknown[] = [];
  #wake: (() => void) | null = null;
  #end: { readonly error: Error | null } | null = null;
  #taken = 0;

  constructor(window: number, onTaken: (count: number) => void) {
    this.#window = window;
    this.#onTaken = onTaken;
  }

  push(value: unknown): void {
    this.#values.push(value);
    this.#wake?.();
  }

  end(error: Error | null): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    for (;;) {
      while (this.#values.length > 0) {
        yield this.#values.shift();
        this.#taken += 1;
        if (this.#taken * 2 < this.#window) continue;
        this.#onTaken(this.#taken);
        this.#taken = 0;
      }
      if (this.#end?.error) throw this.#end.error;
      if (this.#end !== null) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }
}
