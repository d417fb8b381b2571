import { every, type Clock } from '../health/index.ts';
import type { Store } from '../store/index.ts';
import type { Span } from './availability.ts';

/** How much of its last moments a host that was killed may lose. */
const beatEvery = 15_000;

/** When hosts were running: what nobody watched is unknown. */
export class HostRuns implements AsyncDisposable {
  readonly #store: Store;
  readonly #clock: Clock;
  #run: number | null = null;
  #beat: Disposable | null = null;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async begin(): Promise<void> {
    const now = this.#clock.now();
    await this.#store.write([{ sql: 'INSERT INTO host_run (begun_at, seen_at) VALUES (?, ?)', values: [now, now] }]);
    const [row] = await this.#store.read({ sql: 'SELECT MAX(id) AS id FROM host_run' });
    this.#run = Number(row?.['id']);
    this.#beat = every(this.#clock, beatEvery, () => void this.#seen().catch(() => undefined));
  }

  async between({ from, to }: Span): Promise<readonly Span[]> {
    await this.#seen();
    const rows = await this.#store.read({ sql: 'SELECT begun_at, seen_at FROM host_run WHERE begun_at < ? AND seen_at > ? ORDER BY begun_at', values: [to, from] });
    return rows.map((row) => ({ from: Number(row['begun_at']), to: Number(row['seen_at']) }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#beat?.[Symbol.dispose]();
    await this.#seen().catch(() => undefined);
  }

  async #seen(): Promise<void> {
    if (this.#run !== null) await this.#store.writeSoon([{ sql: 'UPDATE host_run SET seen_at = MAX(seen_at, ?) WHERE id = ?', values: [this.#clock.now(), this.#run] }]);
  }
}
