/** Tables whose size is remembered, at most. */
const mostTables = 256;
/** Varbinds asked for in one PDU, at most: more does not fit into a datagram that all agents can send. */
const mostVarbinds = 400;

/**
 * How many rows to ask for at once, learned per device: halved when the agent is overwhelmed, grown slowly when it is
 * not; and how long its tables are, so that no more is asked for than they have. `jackfield` remembers it as long as the
 * device is spoken to.
 */
export class BulkSize {
  #rows: number;
  readonly #lengths = new Map<string, number>();

  constructor(initial: number) {
    this.#rows = initial;
  }

  /** @param left rows that the table probably still has, and one more to see its end */
  rows(columns: number, left: number): number {
    return Math.max(1, Math.min(this.#rows, left, Math.floor(mostVarbinds / columns)));
  }

  /** Rows that a table had the last time; unbounded when it was never read. */
  length(name: string): number {
    return this.#lengths.get(name) ?? Infinity;
  }

  learn(name: string, rows: number): void {
    if (this.#lengths.has(name) || this.#lengths.size < mostTables) this.#lengths.set(name, rows);
  }

  /** False when it cannot become smaller. */
  shrink(): boolean {
    if (this.#rows <= 1) return false;
    this.#rows = Math.max(1, Math.floor(this.#rows / 2));
    return true;
  }

  grow(): void {
    this.#rows = Math.min(100, this.#rows + 1);
  }
}
