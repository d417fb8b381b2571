import { z } from 'zod';
import type { Statement, Store } from '../store/index.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import type { Plan } from './change-service.ts';
import type { StepOrder } from './change-step.ts';
import { planSchema } from './plan-schema.ts';
import { notUndoable, planAltered, planExpired, planUnknown, planUsed } from './errors.ts';
import type { RecordedChange } from './journal.ts';
import type { Planned } from './planner.ts';
import { healthContractSchema, type HealthContract } from './rollout.ts';
import { stepOrderSchema } from './step-schema.ts';
import { origin, undoings } from './undo-chain.ts';
import { windowSchema, type Window } from './window.ts';

const planFileSchema = z.looseObject({
  format: z.literal(1), id: z.string(), hash: z.string(), author: z.string(), expiresAt: z.string(), approvals: z.int(), windows: z.array(windowSchema), health: healthContractSchema,
  ownWay: z.strictObject({ risk: z.enum(['refuse', 'allow']), ways: z.array(z.string()) }).optional(),
  rollout: z.strictObject({ waves: z.int(), soakMs: z.number(), recoveryMs: z.number().exactOptional(), maxFailures: z.int(), atOnce: z.int() }),
});

const noOwnWay: NonNullable<Plan['ownWay']> = { risk: 'refuse', ways: [] };

export interface ArchivedPlan {
  readonly id: string;
  readonly hash: string;
  readonly title: string;
  readonly author: string;
  readonly approvals: number;
  readonly windows: readonly Window[];
  readonly health: HealthContract;
  readonly rollout: Plan['rollout'];
  readonly ownWay: NonNullable<Plan['ownWay']>;
  readonly steps: readonly StepOrder[];
}

/** A plan and the change that it became; null while it waits. */
export interface FiledPlan {
  readonly plan: Plan;
  readonly change: string | null;
}

/** The plans this host made, with what their files leave out. */
export class PlanArchive {
  readonly #store: Pick<Store, 'read' | 'write'>;

  constructor(store: Pick<Store, 'read' | 'write'>) {
    this.#store = store;
  }

  async keep({ plan, steps }: Planned): Promise<void> {
    await this.#store.write([
      // Plans that expired unused hold states that nobody needs any more.
      { sql: 'DELETE FROM change_plan WHERE expires_at < ? AND used_by IS NULL', values: [plan.createdAt] },
      { sql: 'INSERT INTO change_plan (id, hash, title, expires_at, steps, file) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', values: [plan.id, plan.hash, plan.title, plan.expiresAt, JSON.stringify(steps), JSON.stringify(plan)] },
    ]);
  }

  /** The plan that a file stands for; a coded error when the file was altered, or the plan is unknown, old or used. */
  async open(file: unknown, now: Date): Promise<ArchivedPlan> {
    const parsed = planFileSchema.safeParse(file);
    if (!parsed.success) throw planAltered('the file is not a plan of this version');
    const { hash, ...content } = parsed.data;
    if (sha256(canonicalJson(content)) !== hash) throw planAltered(`plan ${content.id} does not fit its hash`);
    const [row] = await this.#store.read({ sql: 'SELECT id, hash, title, expires_at, steps, used_by FROM change_plan WHERE id = ?', values: [content.id] });
    // Old plans are forgotten: the file itself says that it is old.
    if (row === undefined && content.expiresAt < now.toISOString()) throw planExpired(`plan ${content.id} expired at ${content.expiresAt}`);
    if (row === undefined) throw planUnknown(`there is no plan ${content.id} here`);
    if (row.hash !== hash) throw planAltered(`plan ${content.id} was made with another hash`);
    if (row.used_by !== null) throw planUsed(`plan ${content.id} became change ${String(row.used_by)}`);
    if (String(row.expires_at) < now.toISOString()) throw planExpired(`plan ${content.id} expired at ${String(row.expires_at)}`);
    const { id, author, approvals, windows, health, rollout, ownWay = noOwnWay } = content;
    return { id, hash, author, approvals, windows, health, rollout, ownWay, title: String(row.title), steps: z.array(stepOrderSchema).parse(JSON.parse(String(row.steps))) };
  }

  /** Plans that can be applied still, newest first. Those of which nothing is to be done were never written anywhere. */
  async waiting(now: Date): Promise<readonly Plan[]> {
    const rows = await this.#store.read({ sql: 'SELECT file FROM change_plan WHERE used_by IS NULL AND file IS NOT NULL AND expires_at >= ? ORDER BY expires_at DESC', values: [now.toISOString()] });
    return rows.map((row) => planSchema.parse(JSON.parse(String(row.file)))).filter(({ steps }) => steps.length > 0);
  }

  /** The plan of this id, or of the change that it became; null when there is none, or it expired unused. */
  async find(id: string, now: Date): Promise<FiledPlan | null> {
    const [row] = await this.#store.read({ sql: 'SELECT file, used_by FROM change_plan WHERE (id = ? OR used_by = ?) AND file IS NOT NULL AND (used_by IS NOT NULL OR expires_at >= ?)', values: [id, id, now.toISOString()] });
    return row === undefined ? null : { plan: planSchema.parse(JSON.parse(String(row.file))), change: row.used_by === null ? null : String(row.used_by) };
  }

  /** The plan that is carried out once more when a change is undone: that of what an undo put back. Null where undoing it only puts back, and of an undo that never ended. */
  async again({ id, state }: Pick<RecordedChange, 'id' | 'state'>, now: Date): Promise<Omit<ArchivedPlan, 'steps'> | null> {
    const [row] = await this.#store.read({ sql: `SELECT ${undoings('run')} AS undoings, ${origin('run')} AS origin FROM change_run AS run WHERE id = ?`, values: [id] });
    if (row === undefined || Number(row.undoings) % 2 === 0 || state !== 'kept') return null;
    const found = await this.find(String(row.origin), now);
    if (found === null) throw notUndoable(`the plan of change ${String(row.origin)} is not there any more`, { hint: 'Plan anew what it should be.' });
    return { ...found.plan, ownWay: found.plan.ownWay ?? noOwnWay };
  }

  /** To be written with the change that uses the plan; its states live on in the change. */
  used(plan: string, change: string): Statement {
    return { sql: "UPDATE change_plan SET used_by = ?, steps = '[]' WHERE id = ?", values: [change, plan] };
  }
}
