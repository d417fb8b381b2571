export interface QueuedAddress {
  readonly address: string;
  /** Of its echo; null for one that is looked at though it sent none. */
  readonly rttMs: number | null;
}

/** Addresses to look at, handed out as they become known: each once, until no more come. */
export class AddressQueue {
  readonly #known = new Set<string>();
  readonly #waiting: QueuedAddress[] = [];
  readonly #idle: ((next: QueuedAddress | null) => void)[] = [];
  #ended = false;

  /** All that were ever in it. */
  get size(): number {
    return this.#known.size;
  }

  has(address: string): boolean {
    return this.#known.has(address);
  }

  add(address: string, rttMs: number | null): void {
    if (this.#known.has(address)) return;
    this.#known.add(address);
    const hand = this.#idle.shift();
    if (hand === undefined) this.#waiting.push({ address, rttMs });
    else hand({ address, rttMs });
  }

  /** No more come. */
  end(): void {
    this.#ended = true;
    for (const hand of this.#idle.splice(0)) hand(null);
  }

  /** The next, as soon as there is one; null at the end. */
  async next(): Promise<QueuedAddress | null> {
    const [first] = this.#waiting.splice(0, 1);
    if (first !== undefined) return first;
    return this.#ended ? null : new Promise((resolve) => this.#idle.push(resolve));
  }
}
