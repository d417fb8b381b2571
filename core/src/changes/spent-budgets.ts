import { z } from 'zod';
import type { JackfieldError } from '../errors/index.ts';
import type { Store } from '../store/index.ts';
import { budgetsOf, overBudget, type Spent } from './change-budget.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { undoings } from './undo-chain.ts';

interface Needs extends Pick<ChangeDependencies, 'inventory' | 'configuration'> {
  readonly store: Pick<Store, 'read'>;
}

/** A change on its way: counts against budgets, also while the journal does not have it yet. */
export interface Admitted extends Disposable {
  readonly exceeded: readonly JackfieldError[];
}

const rowSchema = z.object({ id: z.string(), ended_at: z.string().nullable(), devices: z.string() });

/** What changes have taken of the budgets lately, by the journal: a restart forgets none. An undo takes nothing; the undo of an undo writes again, and does. */
export async function spentLately(devices: readonly string[], { store, inventory, configuration: { current } }: Needs, now: Date): Promise<readonly Spent[]> {
  const longest = Math.max(0, ...budgetsOf(devices, { inventory, configuration: current }).map(({ within }) => within));
  if (longest === 0) return [];
  const rows = await store.read({
    sql: `SELECT run.id, run.ended_at, json_group_array(DISTINCT json_extract(step.step, '$.device')) AS devices
      FROM change_run AS run JOIN change_step AS step ON step.change_id = run.id
      WHERE (run.ended_at IS NULL OR (run.ended_at > ? AND step.touched = 1)) AND ${undoings('run')} % 2 = 0 GROUP BY run.id`,
    values: [new Date(now.getTime() - longest).toISOString()],
  });
  return rows.map((row) => {
    const { id: change, ended_at: endedAt, devices: touched } = rowSchema.parse(row);
    return { change, endedAt: endedAt === null ? null : Date.parse(endedAt), devices: z.array(z.string()).parse(JSON.parse(touched)) };
  });
}

/** Lets changes take from the budgets one after the other: two that begin at once do not both take what is left. */
export class SpentBudgets {
  readonly #needs: Needs;
  readonly #beginning = new Set<Spent>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** @param regardless - in an emergency it takes also what is not there */
  async admit(change: string, devices: readonly string[], now: Date, regardless: boolean): Promise<Admitted> {
    const lately = await spentLately(devices, this.#needs, now);
    // Nothing is waited for between the count and the taking.
    const recorded = new Set(lately.map((one) => one.change));
    const spent = [...lately, ...[...this.#beginning].filter((one) => !recorded.has(one.change))];
    const exceeded = regardless ? [] : overBudget(devices, spent, { inventory: this.#needs.inventory, configuration: this.#needs.configuration.current }, now.getTime());
    const taken: Spent = { change, devices, endedAt: null };
    if (exceeded.length === 0) this.#beginning.add(taken);
    return { exceeded, [Symbol.dispose]: () => void this.#beginning.delete(taken) };
  }
}
