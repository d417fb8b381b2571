/** Something kept open per device while it is used. */
export interface Pooled {
  readonly busy: boolean;
  /** `performance.now()` of the last use. */
  lastUsed: number;
  /** Whether it holds something open of which there may be no more than so many; it does unless it says otherwise. */
  readonly keepsOpen?: boolean;
}

const idleMs = 120_000;
const roundMs = 1_000;

/** Keeps what is used, closes what has been idle for two minutes, what is too much as soon as it is idle, and everything at the end. */
export class IdlePool<Item extends Pooled> implements AsyncDisposable {
  readonly #items = new Map<string, Item>();
  /** Taken from the pool while something ran on them. */
  readonly #retired = new Set<Item>();
  readonly #close: (item: Item) => Promise<void> | void;
  readonly #most: number;
  readonly #timer: NodeJS.Timeout;

  /** @param most how many stay open when nothing runs on them */
  constructor(close: (item: Item) => Promise<void> | void, most = Infinity) {
    this.#close = close;
    this.#most = most;
    this.#timer = setInterval(() => this.#round(), roundMs);
    this.#timer.unref();
  }

  take(key: string, make: () => Item): Item {
    let item = this.#items.get(key);
    if (item === undefined) {
      item = make();
      this.#items.set(key, item);
    }
    item.lastUsed = performance.now();
    return item;
  }

  /** Forgets one that is broken; its user closes it. */
  drop(key: string, item: Item): void {
    if (this.#items.get(key) === item) this.#items.delete(key);
  }

  /** Whoever takes one of these keys gets a new one; what runs on the old ones ends there. */
  retire(isMeant: (key: string) => boolean): void {
    for (const [key, item] of this.#items) {
      if (!isMeant(key)) continue;
      this.#items.delete(key);
      if (item.busy) this.#retired.add(item);
      else void this.#close(item);
    }
  }

  async clear(): Promise<void> {
    const items = [...this.#items.values(), ...this.#retired];
    this.#items.clear();
    this.#retired.clear();
    await Promise.all(items.map((item) => this.#close(item)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.clear();
  }

  #round(): void {
    const now = performance.now();
    let place = 0;
    for (const [key, item] of this.#items) {
      if (item.keepsOpen !== false) place += 1;
      // The latest come are too many, not the longest idle: of devices that are asked in turn, these stay open for their next turn.
      if (item.busy || ((place <= this.#most || item.keepsOpen === false) && now - item.lastUsed < idleMs)) continue;
      this.#items.delete(key);
      void this.#close(item);
    }
    for (const item of this.#retired) {
      if (item.busy) continue;
      this.#retired.delete(item);
      void this.#close(item);
    }
  }
}
