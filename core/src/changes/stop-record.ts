import { z } from 'zod';
import type { Store } from '../store/index.ts';
import type { ChangesStop } from './change-service.ts';

const rowSchema = z.object({ person: z.string(), at: z.string(), reason: z.string() });

/** Whether all changes are stopped: it outlives the host. */
export class StopRecord {
  readonly #store: Pick<Store, 'read' | 'write'>;

  constructor(store: Pick<Store, 'read' | 'write'>) {
    this.#store = store;
  }

  /** One that stands already stays as it is: who stopped first is who is asked. */
  async set({ person, at, reason }: ChangesStop): Promise<void> {
    await this.#store.write([{ sql: 'INSERT INTO change_stop (id, person, at, reason) VALUES (1, ?, ?, ?) ON CONFLICT DO NOTHING', values: [person, at, reason] }]);
  }

  async lift(): Promise<void> {
    await this.#store.write([{ sql: 'DELETE FROM change_stop', values: [] }]);
  }

  async standing(): Promise<ChangesStop | null> {
    const [row] = await this.#store.read({ sql: 'SELECT person, at, reason FROM change_stop' });
    return row === undefined ? null : rowSchema.parse(row);
  }
}
