import type { JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import type { Difference } from '../changes/index.ts';
import type { Statement, Store } from '../store/index.ts';

/** What a person took as what a resource is to have, instead of what this change pushed. */
export interface Acceptance {
  readonly identity: string;
  readonly change: string;
  readonly person: string;
  readonly at: string;
  readonly state: JsonObject;
}

/** How a resource compared when it was last looked at. */
export interface Comparison {
  readonly identity: string;
  /** The change whose push it was compared with. */
  readonly change: string;
  readonly state: 'equal' | 'drifting' | 'unknown';
  readonly checkedAt: string;
  readonly equalAt: string;
  readonly since: string | null;
  /** Of the state the device had when it was last read. */
  readonly seenHash: string | null;
  readonly differences: readonly Difference[];
  readonly message: string | null;
}

const comparisonSchema = z.object({
  identity: z.string(), change_id: z.string(), state: z.enum(['equal', 'drifting', 'unknown']), checked_at: z.string(), equal_at: z.string(), since: z.string().nullable(),
  seen_hash: z.string().nullable(), differences: z.string(), message: z.string().nullable(),
});
const acceptanceSchema = z.object({ identity: z.string(), change_id: z.string(), person: z.string(), at: z.string(), state: z.string() });
const differencesSchema = z.array(z.object({ path: z.string(), before: z.json(), after: z.json() }));

/** Comparisons and acceptances in the database. */
export class DriftStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async comparisons(device: string): Promise<ReadonlyMap<string, Comparison>> {
    const rows = await this.#store.read({ sql: 'SELECT * FROM drift_comparison WHERE device = ?', values: [device] });
    return new Map(rows.map((row) => {
      const { change_id: change, checked_at: checkedAt, equal_at: equalAt, seen_hash: seenHash, differences, ...rest } = comparisonSchema.parse(row);
      return [rest.identity, { ...rest, change, checkedAt, equalAt, seenHash, differences: differencesSchema.parse(JSON.parse(differences)) }];
    }));
  }

  async acceptances(device: string): Promise<ReadonlyMap<string, Acceptance>> {
    const rows = await this.#store.read({ sql: 'SELECT * FROM drift_accepted WHERE device = ?', values: [device] });
    return new Map(rows.map((row) => {
      const { change_id: change, state, ...rest } = acceptanceSchema.parse(row);
      return [rest.identity, { ...rest, change, state: z.record(z.string(), z.json()).parse(JSON.parse(state)) }];
    }));
  }

  /** All comparisons of a device: what is not among them is not pushed any more. */
  async keep(device: string, comparisons: readonly Comparison[]): Promise<void> {
    await this.#store.write([
      { sql: 'DELETE FROM drift_comparison WHERE device = ?', values: [device] },
      ...comparisons.map((one): Statement => ({
        sql: `INSERT INTO drift_comparison (device, identity, change_id, state, checked_at, equal_at, since, seen_hash, differences, message)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [device, one.identity, one.change, one.state, one.checkedAt, one.equalAt, one.since, one.seenHash, JSON.stringify(one.differences), one.message],
      })),
    ]);
  }

  async forget(device: string): Promise<void> {
    await this.#store.write(['drift_comparison', 'drift_accepted'].map((table) => ({ sql: `DELETE FROM ${table} WHERE device = ?`, values: [device] })));
  }

  async accept(device: string, accepted: readonly Acceptance[]): Promise<void> {
    await this.#store.write(accepted.map(({ identity, change, person, at, state }) => ({
      sql: `INSERT INTO drift_accepted (device, identity, change_id, person, at, state) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET change_id = excluded.change_id, person = excluded.person, at = excluded.at, state = excluded.state`,
      values: [device, identity, change, person, at, JSON.stringify(state)],
    })));
  }

  /** Devices that were compared; those that left the inventory are to be forgotten. */
  async devices(): Promise<readonly string[]> {
    return (await this.#store.read({ sql: 'SELECT device FROM drift_comparison UNION SELECT device FROM drift_accepted' })).map(({ device }) => String(device));
  }
}
