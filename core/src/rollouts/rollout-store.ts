import type { Json } from '@jackfield/sdk';
import { z } from 'zod';
import type { Store } from '../store/index.ts';
import { rolloutSiteStates, rolloutStates } from './rollout-service.ts';

const json: z.ZodType<Json> = z.json();
const troubles = z.object({ critical: z.int(), warning: z.int(), unknown: z.int() });

const siteSchema = z.object({
  site: z.string(), state: z.enum(rolloutSiteStates), at: z.string().nullable(), before: troubles.nullable(), now: troubles.nullable(),
  /** What the site's file said of the keys; null until it was looked at. */
  said: z.array(z.object({ key: z.string(), isSet: z.boolean(), value: json })).nullable(),
  /** What was bad already, check by check, and which plugins had checks there. */
  known: z.object({ bad: z.record(z.string(), z.string()), plugins: z.array(z.string()) }).nullable(),
});

const rolloutSchema = z.object({
  id: z.string(), title: z.string(), person: z.string(), begun: z.string(), ended: z.string().nullable(), state: z.enum(rolloutStates), why: z.string().nullable(),
  set: z.array(z.object({ key: z.string(), value: json })), unset: z.array(z.string()), soakMs: z.int(), wave: z.int(), waves: z.array(z.array(siteSchema)),
  /** Who had it undone. */
  undoneBy: z.string().nullable().default(null),
  /** What the undo left as it is, one line each. */
  left: z.array(z.string()).default([]),
});

export type StoredSite = z.output<typeof siteSchema>;
export type StoredRollout = z.output<typeof rolloutSchema>;

/** Rollouts in the database: what one was about to do is written before it is done. */
export class RolloutStore {
  readonly #store: Pick<Store, 'read' | 'write'>;

  constructor(store: Pick<Store, 'read' | 'write'>) {
    this.#store = store;
  }

  async list(): Promise<readonly StoredRollout[]> {
    return (await this.#store.read({ sql: 'SELECT data FROM rollout ORDER BY begun DESC, id' })).map(({ data }) => rolloutSchema.parse(JSON.parse(String(data))));
  }

  async find(id: string): Promise<StoredRollout | null> {
    const [row] = await this.#store.read({ sql: 'SELECT data FROM rollout WHERE id = ?', values: [id] });
    return row === undefined ? null : rolloutSchema.parse(JSON.parse(String(row['data'])));
  }

  async save(rollout: StoredRollout): Promise<void> {
    await this.#store.write([{ sql: 'INSERT OR REPLACE INTO rollout (id, begun, data) VALUES (?, ?, ?)', values: [rollout.id, rollout.begun, JSON.stringify(rollout)] }]);
  }

  async remove(id: string): Promise<void> {
    await this.#store.write([{ sql: 'DELETE FROM rollout WHERE id = ?', values: [id] }]);
  }
}
