/** Tables whose size is remembered, at most: of all devices together, for they are asked the same. */
const mostTables = 1_024;
/** Varbinds asked for in one PDU, at most: more does not fit into a datagram that all agents can send. */
const mostVarbinds = 400;

/** Tables have a place in the list of each device: a fleet that has a table of tables for each of its devices is large. */
const places = new Map<string, number>();

function placeOf(table: string): number | null {
  const known = places.get(table) ?? (places.size < mostTables ? places.size : null);
  if (known !== null) places.set(table, known);
  return known;
}

/**
 * How many rows to ask for at once, learned per device: halved when the agent is overwhelmed, grown slowly when it is
 * not; and how long its tables are, so that no more is asked for than they have. `jackfield` remembers it as long as the
 * device is spoken to.
 */
export class BulkSize {
  #rows: number;
  readonly #lengths: (number | undefined)[] = [];

  constructor(initial: number) {
    this.#rows = initial;
  }

  /** @param left rows that the table probably still has, and one more to see its end */
  rows(columns: number, left: number): number {
    return Math.max(1, Math.min(this.#rows, left, Math.floor(mostVarbinds / columns)));
  }

  /** Rows that a table had the last time; unbounded when it was never read. */
  length(table: string): number {
    const place = places.get(table);
    return place === undefined ? Infinity : (this.#lengths[place] ?? Infinity);
  }

  learn(table: string, rows: number): void {
    const place = placeOf(table);
    if (place !== null) this.#lengths[place] = rows;
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
