import { z } from 'zod';
import type { HostEvents } from '../events/index.ts';
import type { Store } from '../store/index.ts';
import type { ChangesStop } from './change-service.ts';

const rowSchema = z.object({ person: z.string(), at: z.string(), reason: z.string() });

/** Whether all changes are stopped: it outlives the host. */
export class StopRecord {
  readonly #store: Pick<Store, 'read' | 'write'>;

  readonly #events: Pick<HostEvents, 'emit'>;

  constructor(store: Pick<Store, 'read' | 'write'>, events: Pick<HostEvents, 'emit'>) {
    this.#store = store;
    this.#events = events;
  }

  /** One that stands already stays as it is: who stopped first is who is asked. */
  async set({ person, at, reason }: ChangesStop): Promise<void> {
    await this.#store.write([{ sql: 'INSERT INTO change_stop (id, person, at, reason) VALUES (1, ?, ?, ?) ON CONFLICT DO NOTHING', values: [person, at, reason] }]);
    this.#events.emit('changes.stopped', { stopped: true, person });
  }

  async lift(person: string): Promise<void> {
    await this.#store.write([{ sql: 'DELETE FROM change_stop', values: [] }]);
    this.#events.emit('changes.stopped', { stopped: false, person });
  }

  async standing(): Promise<ChangesStop | null> {
    const [row] = await this.#store.read({ sql: 'SELECT person, at, reason FROM change_stop' });
    return row === undefined ? null : rowSchema.parse(row);
  }
}
