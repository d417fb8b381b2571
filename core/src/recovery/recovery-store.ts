import { z } from 'zod';
import type { LeftOut } from '../history/index.ts';
import type { Store } from '../store/index.ts';

export interface StoredRecovery {
  readonly device: string;
  readonly person: string;
  readonly begunAt: string;
  readonly replacement: string;
  readonly version: number;
  /** The last plan; null before the first. */
  readonly planned: { readonly at: string; readonly person: string; readonly hash: string; readonly steps: number; readonly leftOut: readonly LeftOut[] } | null;
}

export interface Mark {
  readonly step: string;
  readonly person: string;
  readonly at: string;
}

const leftOutSchema = z.array(z.object({ title: z.string(), path: z.string().nullable(), reason: z.string() }));
const recoverySchema = z.object({
  device: z.string(), person: z.string(), begun_at: z.string(), replacement: z.string(), version: z.number(),
  planned_at: z.string().nullable(), planned_by: z.string().nullable(), plan_hash: z.string().nullable(), plan_steps: z.number().nullable(), left_out: z.string().nullable(),
});
const markSchema = z.object({ step: z.string(), person: z.string(), at: z.string() });

/** Recoveries in the database. */
export class RecoveryStore {
  readonly #store: Pick<Store, 'read' | 'write'>;

  constructor(store: Pick<Store, 'read' | 'write'>) {
    this.#store = store;
  }

  async find(device: string): Promise<StoredRecovery | null> {
    const [row] = await this.#store.read({ sql: 'SELECT * FROM recovery WHERE device = ?', values: [device] });
    if (row === undefined) return null;
    const { begun_at: begunAt, planned_at: at, planned_by: person, plan_hash: hash, plan_steps: steps, left_out: leftOut, ...rest } = recoverySchema.parse(row);
    const isPlanned = at !== null && person !== null && hash !== null && steps !== null && leftOut !== null;
    return { ...rest, begunAt, planned: isPlanned ? { at, person, hash, steps, leftOut: leftOutSchema.parse(JSON.parse(leftOut)) } : null };
  }

  async marks(device: string): Promise<readonly Mark[]> {
    return (await this.#store.read({ sql: 'SELECT step, person, at FROM recovery_done WHERE device = ? ORDER BY at, step', values: [device] })).map((row) => markSchema.parse(row));
  }

  /** What was done of an earlier one does not count for this one. */
  async begin({ device, person, begunAt, replacement, version }: Omit<StoredRecovery, 'planned'>): Promise<void> {
    await this.#store.write([
      { sql: 'DELETE FROM recovery_done WHERE device = ?', values: [device] },
      { sql: 'INSERT OR REPLACE INTO recovery (device, person, begun_at, replacement, version) VALUES (?, ?, ?, ?, ?)', values: [device, person, begunAt, replacement, version] },
    ]);
  }

  async planned(device: string, { at, person, hash, steps, leftOut }: NonNullable<StoredRecovery['planned']>): Promise<void> {
    await this.#store.write([{
      sql: 'UPDATE recovery SET planned_at = ?, planned_by = ?, plan_hash = ?, plan_steps = ?, left_out = ? WHERE device = ?',
      values: [at, person, hash, steps, JSON.stringify(leftOut), device],
    }]);
  }

  async mark(device: string, { step, person, at }: Mark): Promise<void> {
    await this.#store.write([{ sql: 'INSERT OR REPLACE INTO recovery_done (device, step, person, at) VALUES (?, ?, ?, ?)', values: [device, step, person, at] }]);
  }
}
