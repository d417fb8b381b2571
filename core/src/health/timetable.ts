import type { Clock } from './clock.ts';

interface Turn<Entry> {
  at: number;
  order: number;
  /** Where it stands in the heap; -1 while its entry is not due. */
  place: number;
  readonly entry: Entry;
}

/**
 * Milliseconds apart that it rings at least: what is due meanwhile starts together, and crosses to processes and threads
 * in one piece. Waking each of them for every single check would cost more than the checks.
 */
const gatherMs = 20;

/**
 * What is due when: one heap and one timer, however many entries there are. An entry has one turn, which is moved: what is
 * made anew each time, of a large fleet, is what the memory is searched for again and again.
 */
export class Timetable<Entry extends object> implements Disposable {
  readonly #clock: Clock;
  readonly #due: (entry: Entry, at: number) => void;
  readonly #heap: Turn<Entry>[] = [];
  readonly #turns = new Map<Entry, Turn<Entry>>();
  #timer: Disposable | null = null;
  #timerAt = Infinity;
  #rangAt = -Infinity;
  #order = 0;

  constructor(clock: Clock, due: (entry: Entry, at: number) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  get size(): number {
    return this.#heap.length;
  }

  /** When the entry is due; null when it is not in the table. */
  dueAt(entry: Entry): number | null {
    const turn = this.#turns.get(entry);
    return turn === undefined || turn.place === -1 ? null : turn.at;
  }

  /** Sets when the entry is due, replacing what was set before. */
  set(entry: Entry, at: number): void {
    let turn = this.#turns.get(entry);
    if (turn === undefined) {
      turn = { at, order: 0, place: -1, entry };
      this.#turns.set(entry, turn);
    } else if (turn.at === at && turn.place !== -1) return;
    turn.at = at;
    turn.order = this.#order += 1;
    if (turn.place === -1) turn.place = this.#heap.push(turn) - 1;
    this.#settle(turn);
    this.#arm();
  }

  delete(entry: Entry): void {
    const turn = this.#turns.get(entry);
    if (turn === undefined) return;
    this.#turns.delete(entry);
    if (turn.place !== -1) this.#takeOut(turn);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#turns.clear();
    this.#heap.length = 0;
  }

  #run(): void {
    this.#timer = null;
    this.#timerAt = Infinity;
    const now = this.#clock.now();
    this.#rangAt = now;
    for (let top = this.#heap[0]; top && top.at <= now; top = this.#heap[0]) {
      this.#takeOut(top);
      this.#due(top.entry, top.at);
      if (top.place === -1) this.#turns.delete(top.entry);
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

  #takeOut(turn: Turn<Entry>): void {
    const last = this.#heap.pop();
    const { place } = turn;
    turn.place = -1;
    if (last === undefined || last === turn) return;
    last.place = place;
    this.#heap[place] = last;
    this.#settle(last);
  }

  /** Moves a turn to where it belongs: nobody above is later, nobody below is earlier. */
  #settle(turn: Turn<Entry>): void {
    const heap = this.#heap;
    let at = turn.place;
    for (;;) {
      const above = at === 0 ? undefined : heap[(at - 1) >> 1];
      if (!above || before(above, turn) <= 0) break;
      heap[at] = above;
      [above.place, at] = [at, above.place];
    }
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const below = right && left && before(right, left) < 0 ? right : left;
      if (!below || before(turn, below) <= 0) break;
      heap[at] = below;
      [below.place, at] = [at, below.place];
    }
    heap[at] = turn;
    turn.place = at;
  }
}

function before<Entry>(a: Turn<Entry>, b: Turn<Entry>): number {
  return a.at - b.at || a.order - b.order;
}
