import type { Store } from '../store/index.ts';

export interface Approval {
  readonly person: string;
  readonly at: string;
}

/** Who has approved which plan: its hash, so never another. */
export class Approvals {
  readonly #store: Pick<Store, 'read' | 'write'>;

  constructor(store: Pick<Store, 'read' | 'write'>) {
    this.#store = store;
  }

  /** The same person twice is one approval. */
  async give(planHash: string, { person, at }: Approval): Promise<void> {
    await this.#store.write([{ sql: 'INSERT INTO change_approval (plan_hash, person, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', values: [planHash, person, at] }]);
  }

  async of(planHash: string): Promise<readonly Approval[]> {
    const rows = await this.#store.read({ sql: 'SELECT person, at FROM change_approval WHERE plan_hash = ? ORDER BY at', values: [planHash] });
    return rows.map((row) => ({ person: String(row.person), at: String(row.at) }));
  }
}
