import { states as sdkStates, type State } from '@jackfield/sdk';
import { isSameList } from '@jackfield/sdk/runtime';
import { z } from 'zod';
import type { Statement, Store } from '../store/index.ts';
import type { Alike } from './alike.ts';
import type { CheckState } from './check-state.ts';
import type { NewestPoll } from './samples/index.ts';
import { checkKey, itemsOf, type Items, type LastResult, type ScheduledCheck } from './scheduled-check.ts';

const state = z.enum(sdkStates);
const stateSchema = z.object({
  state: z.enum([...sdkStates, 'pending']), hard: z.boolean(), attempt: z.number(), confirmed: z.enum([...sdkStates, 'pending']),
  since: z.number().nullable(), history: z.array(state), flapping: z.boolean(),
});
const resultSchema = z.object({
  summary: z.string(),
  items: z.array(z.object({ name: z.string(), state, summary: z.string() })).transform((items): Items => ({
    names: items.map(({ name }) => name), states: items.map((item) => item.state), summaries: items.map(({ summary }) => summary),
  })),
  code: z.string().nullable(),
  where: z.string().default(''),
  hint: z.string().default(''),
  restores: z.array(z.object({ machine: z.string(), object: z.string(), copiedAt: z.string().nullable(), command: z.string() })).readonly().exactOptional(),
  blind: z.object({ over: z.string(), why: z.string() }).exactOptional(),
});

/** What an earlier run of the host left of a check. */
export interface RestoredCheck {
  readonly state: CheckState;
  readonly last: LastResult;
  readonly measured: NewestPoll['sample'] | null;
  readonly lastRun: number | null;
  readonly elapsedMs: number | null;
  readonly isKept: true;
}

/** Whether a row would say the same of both: what is measured, and when, is kept beside it at each run. */
export function isSameRow(one: Pick<ScheduledCheck, 'state' | 'last'>, other: Pick<ScheduledCheck, 'state' | 'last'>): boolean {
  const [before, after] = [one.last, other.last];
  return isSameState(one.state, other.state) && before.summary === after.summary && before.code === after.code && before.where === after.where && before.hint === after.hint &&
    isSameList(before.items.names, after.items.names) && isSameList(before.items.states, after.items.states) && isSameList(before.items.summaries, after.items.summaries) &&
    before.blind?.over === after.blind?.over && before.blind?.why === after.blind?.why && JSON.stringify(before.restores) === JSON.stringify(after.restores);
}

function isSameState(one: CheckState, other: CheckState): boolean {
  return one.state === other.state && one.hard === other.hard && one.attempt === other.attempt && one.confirmed === other.confirmed && one.since === other.since &&
    one.flapping === other.flapping && isSameList(one.history, other.history);
}

/**
 * The states by check key; rows that do not read are left out, as if the check had never run.
 *
 * @param newest what the newest run of each check measured: rows are written when more than that changes
 */
export async function loadStates(store: Store, newest: ReadonlyMap<string, NewestPoll>, alike: Alike): Promise<Map<string, RestoredCheck>> {
  const found = new Map<string, RestoredCheck>();
  for (const row of await store.read({ sql: 'SELECT * FROM health_state' })) {
    const kept = stateSchema.safeParse(parse(row['state']));
    const last = resultSchema.safeParse(parse(row['result']));
    if (!kept.success || !last.success) continue;
    const key = checkKey(String(row['device']), String(row['plugin']), String(row['check_name']));
    const lastRun = row['last_run'] === null ? null : Number(row['last_run']);
    const poll = newest.get(key);
    found.set(key, {
      state: alike.state(kept.data),
      last: alike.result(last.data),
      measured: poll?.sample ?? null,
      lastRun: poll === undefined || poll.at < (lastRun ?? 0) ? lastRun : poll.at,
      elapsedMs: poll?.elapsedMs ?? (row['elapsed_ms'] === null ? null : Number(row['elapsed_ms'])),
      isKept: true,
    });
  }
  return found;
}

/** Devices that have answered an echo at some time. */
export async function loadAnswering(store: Store): Promise<Set<string>> {
  return new Set((await store.read({ sql: 'SELECT device FROM health_gate' })).map((row) => String(row['device'])));
}

export function answeringStatement(device: string): Statement {
  return { sql: 'INSERT OR IGNORE INTO health_gate (device) VALUES (?)', values: [device] };
}

export function stateStatement({ order, state: current, last, lastRun, elapsedMs }: ScheduledCheck): Statement {
  return {
    sql: `INSERT INTO health_state (device, plugin, check_name, state, result, last_run, elapsed_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET state = excluded.state, result = excluded.result, last_run = excluded.last_run, elapsed_ms = excluded.elapsed_ms`,
    values: [order.device.id, order.plugin, order.check, JSON.stringify(current), JSON.stringify({ ...last, items: itemsOf(last.items) }), lastRun, elapsedMs],
  };
}

export function transitionStatement(check: ScheduledCheck, from: State | 'pending', at: number): Statement {
  const { order, state: current, last } = check;
  return {
    sql: `INSERT INTO health_transition (at, device, plugin, check_name, from_state, to_state, hard, summary) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    values: [at, order.device.id, order.plugin, order.check, from, current.state, current.hard ? 1 : 0, last.summary],
  };
}

export function forgetCheckStatement(check: ScheduledCheck): Statement {
  const { device, plugin, check: name } = check.order;
  return { sql: 'DELETE FROM health_state WHERE device = ? AND plugin = ? AND check_name = ?', values: [device.id, plugin, name] };
}

export function forgetDeviceStatements(device: string): Statement[] {
  return ['health_state', 'health_transition', 'health_gate'].map((table) => ({ sql: `DELETE FROM ${table} WHERE device = ?`, values: [device] }));
}

/** Transitions and resolved incidents older than the retention. */
export function tidyStatements(now: number, retention: { readonly resultsDays: number }): Statement[] {
  const before = now - retention.resultsDays * 86_400_000;
  return [
    { sql: 'DELETE FROM health_transition WHERE at < ?', values: [before] },
    { sql: `DELETE FROM health_incident WHERE status = 'resolved' AND resolved_at < ?`, values: [before] },
  ];
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
