import { z } from 'zod';
import type { HostEvents } from '../events/index.ts';
import { anyOf, writeOrKeep, type Row, type Statement, type Store } from '../store/index.ts';
import { changeStates, type ChangeFilter, type ChangeState } from './change-service.ts';
import { stepTitle, type Step, type StepOrder } from './change-step.ts';
import { outcomeUnknown } from './errors.ts';
import { stepOrderSchema } from './step-schema.ts';

/** A change that runs or ran, with its steps in the clear. */
export interface RecordedChange {
  readonly id: string;
  readonly title: string;
  readonly person: string;
  state: ChangeState;
  readonly planHash: string;
  readonly startedAt: string;
  endedAt: string | null;
  readonly undoes: string | null;
  /** The change that undid this one. */
  readonly undoneBy: string | null;
  message: string | null;
  wave: number;
  readonly waves: number;
  readonly steps: readonly Step[];
}

export const unfinishedStates = ['planned', 'applying', 'verifying', 'reverting'] as const satisfies readonly ChangeState[];

export function isUnfinished(state: string): boolean {
  return unfinishedStates.some((unfinished) => unfinished === state);
}

const runSchema = z.object({
  id: z.string(), title: z.string(), person: z.string(), state: z.enum(changeStates), plan_hash: z.string(),
  started_at: z.string(), ended_at: z.string().nullable(), undoes: z.string().nullable(), undone_by: z.string().nullable(), message: z.string().nullable(), wave: z.number(), waves: z.number(),
});
const runs = "SELECT *, (SELECT undoing.id FROM change_run AS undoing WHERE undoing.undoes = run.id AND undoing.state = 'kept') AS undone_by FROM change_run AS run";
const stepSchema = z.object({
  change_id: z.string(), position: z.number(), step: z.string(), touched: z.number(),
  state: z.enum(['pending', 'applied', 'verified', 'restored', 'restored-unverified', 'failed', 'untouched']), message: z.string().nullable(),
});

/** The durable log of changes: each line is on disk before what it speaks of is done. */
export class Journal {
  readonly #store: Pick<Store, 'read' | 'write' | 'writeSoon' | 'status'>;
  readonly #events: HostEvents;
  readonly #now: () => Date;
  readonly #despiteFullDisk = new Set<string>();

  constructor(store: Pick<Store, 'read' | 'write' | 'writeSoon' | 'status'>, events: HostEvents, now: () => Date) {
    this.#store = store;
    this.#events = events;
    this.#now = now;
  }

  /** Opens a change in `applying`, in one transaction with what else must be true then. */
  async begin(head: Pick<RecordedChange, 'id' | 'title' | 'person' | 'planHash' | 'undoes'>, orders: readonly StepOrder[], along: readonly Statement[]): Promise<RecordedChange> {
    const change: RecordedChange = {
      ...head,
      state: 'applying',
      startedAt: this.#now().toISOString(),
      endedAt: null,
      undoneBy: null,
      message: null,
      wave: 0,
      waves: new Set(orders.map((order) => order.wave)).size,
      steps: orders.map((order, position) => ({ ...order, position, touched: false, state: 'pending', message: null })),
    };
    await this.#store.write([
      ...along,
      {
        sql: 'INSERT INTO change_run (id, title, person, state, plan_hash, started_at, undoes, waves) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        values: [change.id, change.title, change.person, change.state, change.planHash, change.startedAt, change.undoes, change.waves],
      },
      ...orders.map((order, position): Statement => ({
        sql: "INSERT INTO change_step (change_id, position, step, touched, state) VALUES (?, ?, ?, 0, 'pending') ON CONFLICT DO NOTHING",
        values: [change.id, position, JSON.stringify(order)],
      })),
      this.#line(change.id, null, 'applying'),
    ]);
    this.#events.emit('change.state', { change: change.id, from: 'planned', to: 'applying' });
    return change;
  }

  /** A change that never began, whatever a failing store took of it: nothing was touched, and nothing is held. */
  async withdraw(change: string, reason: string): Promise<void> {
    await this.#store.write([
      { sql: "UPDATE change_run SET state = 'reverted-verified', message = ?, ended_at = ? WHERE id = ?", values: [reason, this.#now().toISOString(), change] },
      { sql: "UPDATE change_step SET state = 'untouched' WHERE change_id = ?", values: [change] },
      { sql: 'UPDATE change_lease SET change_id = NULL WHERE change_id = ?', values: [change] },
    ]);
  }

  /** Keeps a change for good; devices that are to save stay held until they did. A store that takes it and fails to say so has it nevertheless: what is kept is not put back. */
  async keep(change: RecordedChange, message: string | null, saves: readonly Statement[]): Promise<void> {
    try {
      await this.state(change, 'kept', message, saves);
    } catch (error) {
      const found = await this.find(change.id).catch((cause: unknown) => {
        throw outcomeUnknown(`change ${change.id} is done, and the store does not say whether it took that down`, { cause });
      });
      if (found?.state !== 'kept') throw error;
      this.#is(change, found);
    }
  }

  /** From now on what is written of the change waits for room where there is none: it is being put back, whatever the disk says. */
  despiteFullDisk(change: RecordedChange): void {
    this.#despiteFullDisk.add(change.id);
  }

  /** Before the first write of a step to its device. */
  async touch(change: RecordedChange, step: Step): Promise<void> {
    await this.#store.write([
      { sql: 'UPDATE change_step SET touched = 1 WHERE change_id = ? AND position = ?', values: [change.id, step.position] },
      this.#line(change.id, step.position, 'writing'),
    ]);
    step.touched = true;
    this.#tell(change, step, 'writing');
  }

  async step(change: RecordedChange, step: Step, state: Step['state'], message: string | null = null): Promise<void> {
    step.state = state;
    step.message = message;
    await this.#write(change, [
      { sql: 'UPDATE change_step SET state = ?, message = ? WHERE change_id = ? AND position = ?', values: [state, message, change.id, step.position] },
      this.#line(change.id, step.position, state),
    ]);
    this.#tell(change, step, state);
  }

  /** The next state of a change, with its steps as they are now. */
  async state(change: RecordedChange, state: ChangeState, message: string | null = change.message, along: readonly Statement[] = []): Promise<void> {
    const endedAt = isUnfinished(state) ? null : this.#now().toISOString();
    await this.#write(change, [
      { sql: 'UPDATE change_run SET state = ?, message = ?, ended_at = ?, wave = ? WHERE id = ?', values: [state, message, endedAt, change.wave, change.id] },
      ...change.steps.map((step): Statement => ({
        sql: 'UPDATE change_step SET state = ?, message = ? WHERE change_id = ? AND position = ?', values: [step.state, step.message, change.id, step.position],
      })),
      this.#line(change.id, null, state),
      ...along,
      ...(endedAt === null ? [] : [{ sql: 'UPDATE change_lease SET change_id = NULL WHERE change_id = ?1 AND device NOT IN (SELECT device FROM change_save WHERE change_id = ?1)', values: [change.id] }]),
    ]);
    this.#is(change, { state, message, endedAt });
  }

  /** The newest first, in the order in which they began, whatever the clock said then. */
  async all({ device, devices, before, only = {}, atMost = 1_000 }: ChangeFilter = {}): Promise<readonly RecordedChange[]> {
    const asked = [...(device === undefined ? [] : [[device]]), ...(devices === undefined ? [] : [devices])];
    const wanted: Required<Statement>[] = [
      ...(['person', 'state'] as const).flatMap((column) => (only[column] === undefined ? [] : [anyOf(column, only[column])])),
      ...(before === undefined ? [] : [{ sql: 'rowid < (SELECT rowid FROM change_run WHERE id = ?)', values: [before] }]),
      ...asked.map((ids) => ({ sql: `id IN (SELECT change_id FROM change_step WHERE json_extract(step, '$.device') IN (SELECT value FROM json_each(?)))`, values: [JSON.stringify(ids)] })),
    ];
    return this.#read(await this.#store.read({
      sql: `${runs} ${wanted.length === 0 ? '' : `WHERE ${wanted.map(({ sql }) => sql).join(' AND ')}`} ORDER BY rowid DESC LIMIT ?`, values: [...wanted.flatMap(({ values }) => values), atMost],
    }));
  }

  async unfinished(): Promise<readonly RecordedChange[]> {
    const marks = unfinishedStates.map(() => '?').join(', ');
    const rows = await this.#store.read({ sql: `${runs} WHERE state IN (${marks}) ORDER BY rowid DESC`, values: unfinishedStates });
    return this.#read(rows);
  }

  async find(id: string): Promise<RecordedChange | null> {
    const [found = null] = await this.#read(await this.#store.read({ sql: `${runs} WHERE id = ?`, values: [id] }));
    return found;
  }

  /** Changes with their steps, which are read together however many changes there are. */
  async #read(rows: readonly Row[]): Promise<readonly RecordedChange[]> {
    if (rows.length === 0) return [];
    const found = rows.map((row) => runSchema.parse(row));
    const lines = await this.#store.read({
      sql: 'SELECT change_id, position, step, touched, state, message FROM change_step WHERE change_id IN (SELECT value FROM json_each(?)) ORDER BY change_id, position', values: [JSON.stringify(found.map(({ id }) => id))],
    });
    const steps = Map.groupBy(lines.map((line) => stepSchema.parse(line)), ({ change_id: change }) => change);
    return found.map(({ plan_hash: planHash, started_at: startedAt, ended_at: endedAt, undone_by: undoneBy, ...run }) => ({
      ...run, planHash, startedAt, endedAt, undoneBy,
      steps: (steps.get(run.id) ?? []).map(({ position, step, touched, state, message }): Step => ({ ...stepOrderSchema.parse(JSON.parse(step)), position, touched: touched === 1, state, message })),
    }));
  }

  #is(change: RecordedChange, { state, message, endedAt }: Pick<RecordedChange, 'state' | 'message' | 'endedAt'>): void {
    const from = change.state;
    Object.assign(change, { state, message, endedAt });
    this.#events.emit('change.state', { change: change.id, from, to: state });
    if (endedAt !== null) this.#despiteFullDisk.delete(change.id);
  }

  #write(change: RecordedChange, statements: readonly Statement[]): Promise<void> {
    return this.#despiteFullDisk.has(change.id) ? writeOrKeep(this.#store, statements) : this.#store.write(statements);
  }

  #line(change: string, position: number | null, entry: string): Statement {
    return journalLine(change, position, entry, this.#now());
  }

  #tell(change: RecordedChange, step: Step, what: string): void {
    this.#events.emit('change.step', { change: change.id, device: step.device, resource: stepTitle(step), step: what });
  }
}

/** A line of the log of changes. */
export function journalLine(change: string, position: number | null, entry: string, at: Date): Statement {
  return { sql: 'INSERT INTO change_journal (change_id, position, at, entry) VALUES (?, ?, ?, ?)', values: [change, position, at.toISOString(), entry] };
}
