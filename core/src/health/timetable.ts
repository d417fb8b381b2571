import type { Clock } from './clock.ts';

interface Turn<Entry> {
  at: number;
  order: number;
  readonly entry: Entry;
}

/**
 * Milliseconds apart that it rings at least: what is due meanwhile starts together, and crosses to processes and threads
 * in one piece. Waking each of them for every single check would cost more than the checks.
 */
const gatherMs = 20;

/** What is due when: one heap and one timer, however many entries there are. */
export class Timetable<Entry extends object> implements Disposable {
  readonly #clock: Clock;
  readonly #due: (entry: Entry, at: number) => void;
  readonly #heap: Turn<Entry>[] = [];
  /** The turn that counts for an entry; an older one in the heap is passed over. */
  readonly #current = new Map<Entry, Turn<Entry>>();
  #timer: Disposable | null = null;
  #timerAt = Infinity;
  #rangAt = -Infinity;
  #order = 0;

  constructor(clock: Clock, due: (entry: Entry, at: number) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  get size(): number {
    return this.#current.size;
  }

  /** When the entry is due; null when it is not in the table. */
  dueAt(entry: Entry): number | null {
    return this.#current.get(entry)?.at ?? null;
  }

  /** Sets when the entry is due, replacing what was set before. */
  set(entry: Entry, at: number): void {
    const turn = { at, order: (this.#order += 1), entry };
    this.#current.set(entry, turn);
    this.#push(turn);
    // Replaced turns stay in the heap until they surface; rebuild when they outnumber the rest.
    if (this.#heap.length > 64 && this.#heap.length > 3 * this.#current.size) this.#rebuild();
    this.#arm();
  }

  delete(entry: Entry): void {
    this.#current.delete(entry);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#current.clear();
    this.#heap.length = 0;
  }

  #run(): void {
    this.#timer = null;
    this.#timerAt = Infinity;
    const now = this.#clock.now();
    this.#rangAt = now;
    for (let top = this.#heap[0]; top && top.at <= now; top = this.#heap[0]) {
      this.#pop();
      if (this.#current.get(top.entry) !== top) continue;
      this.#current.delete(top.entry);
      this.#due(top.entry, top.at);
    }
    this.#arm();
  }

  #arm(): void {
    const top = this.#heap[0];
    if (!top) return;
    const now = this.#clock.now();
    // A clock that was set back must not make it wait for the time that it rang at.
    const at = Math.max(top.at, Math.min(this.#rangAt, now) + gatherMs);
    if (at >= this.#timerAt) return;
    this.#timer?.[Symbol.dispose]();
    this.#timerAt = at;
    // setTimeout cannot wait longer than 2^31 - 1 ms; an early call finds nothing due and arms again.
    this.#timer = this.#clock.after(Math.min(Math.max(0, at - now), 2_147_483_647), () => this.#run());
  }

  #rebuild(): void {
    const kept = [...this.#current.values()].sort(before);
    this.#heap.splice(0, this.#heap.length, ...kept);
  }

  #push(turn: Turn<Entry>): void {
    const heap = this.#heap;
    let at = heap.push(turn) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || before(above, turn) <= 0) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = turn;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const child = right && left && before(right, left) < 0 ? right : left;
      if (!child || before(last, child) <= 0) break;
      heap[at] = child;
      at = child === left ? 2 * at + 1 : 2 * at + 2;
    }
    heap[at] = last;
  }
}

function before<Entry>(a: Turn<Entry>, b: Turn<Entry>): number {
  return a.at - b.at || a.order - b.order;
}
