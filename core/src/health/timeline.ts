import { states, type State } from '@jackfield/sdk';
import type { Row, Store } from '../store/index.ts';

/** A check said something else from then on. Before the first of a check, its state is that one's `from`. */
export interface Step {
  readonly at: number;
  readonly state: State | 'pending';
  /** Confirmed by repeats. */
  readonly hard: boolean;
}

/** What a check said over a time. */
export interface CheckTimeline {
  readonly device: string;
  readonly plugin: string;
  readonly check: string;
  /** How it stood when the time began; as far as anything tells. */
  readonly before: Omit<Step, 'at'>;
  readonly steps: readonly Step[];
}

/** An incident whose life touches a time; epoch milliseconds. */
export interface IncidentLife {
  readonly id: string;
  readonly device: string;
  readonly plugin: string;
  readonly check: string;
  readonly state: State;
  readonly summary: string;
  readonly openedAt: number;
  readonly acknowledgedAt: number | null;
  readonly resolvedAt: number | null;
}

const stateOf = (value: unknown): State | 'pending' => states.find((state) => state === value) ?? 'pending';
const keyOf = (row: Row): string => `${String(row['device'])}\n${String(row['plugin'])}\n${String(row['check_name'])}`;

/** What each check said from one time to another, from its transitions; what says nothing of itself is `pending`. */
export async function checkTimelines(store: Store, from: number, to: number): Promise<readonly CheckTimeline[]> {
  const [last, next, within, now] = await Promise.all([
    store.read({ sql: 'SELECT device, plugin, check_name, to_state, hard, MAX(at) FROM health_transition WHERE at <= ? GROUP BY device, plugin, check_name', values: [from] }),
    store.read({ sql: 'SELECT device, plugin, check_name, from_state, MIN(at) FROM health_transition WHERE at > ? GROUP BY device, plugin, check_name', values: [from] }),
    store.read({ sql: 'SELECT device, plugin, check_name, at, to_state, hard FROM health_transition WHERE at > ? AND at < ? ORDER BY at, id', values: [from, to] }),
    store.read({ sql: `SELECT device, plugin, check_name, state ->> '$.state' AS state, state ->> '$.hard' AS hard, state ->> '$.since' AS since FROM health_state` }),
  ]);
  const [lastOf, nextOf, withinOf] = [new Map(last.map((row) => [keyOf(row), row])), new Map(next.map((row) => [keyOf(row), row])), Map.groupBy(within, keyOf)];
  const nowOf = new Map(now.map((row) => [keyOf(row), row]));
  const rows = new Map([...now, ...last, ...next].map((row) => [keyOf(row), row]));
  return [...rows].map(([key, row]) => {
    const steps = (withinOf.get(key) ?? []).map((one): Step => ({ at: Number(one['at']), state: stateOf(one['to_state']), hard: one['hard'] === 1 }));
    const [before, after, current] = [lastOf.get(key), nextOf.get(key), nowOf.get(key)];
    const common = { device: String(row['device']), plugin: String(row['plugin']), check: String(row['check_name']) };
    if (before !== undefined) return { ...common, before: { state: stateOf(before['to_state']), hard: before['hard'] === 1 }, steps };
    // Older transitions are not kept: what lasted for so long was confirmed.
    if (after !== undefined) return { ...common, before: { state: stateOf(after['from_state']), hard: true }, steps };
    const since = current?.['since'] ?? null;
    const lasts = current !== undefined && since !== null && Number(since) <= from;
    const begins: Step[] = since !== null && Number(since) > from && Number(since) < to ? [{ at: Number(since), state: stateOf(current?.['state']), hard: current?.['hard'] === 1 }] : [];
    return { ...common, before: lasts ? { state: stateOf(current['state']), hard: current['hard'] === 1 } : { state: 'pending' as const, hard: false }, steps: begins };
  });
}

/** All incidents that were open at some time between two, oldest first. */
export async function incidentLives(store: Store, from: number, to: number): Promise<readonly IncidentLife[]> {
  const rows = await store.read({ sql: 'SELECT * FROM health_incident WHERE opened_at < ? AND (resolved_at IS NULL OR resolved_at > ?) ORDER BY opened_at, id', values: [to, from] });
  const time = (value: unknown): number | null => (value === null ? null : Number(value));
  return rows.map((row) => ({
    id: String(row['id']), device: String(row['device']), plugin: String(row['plugin']), check: String(row['check_name']), state: states.find((state) => state === row['state']) ?? 'unknown', summary: String(row['summary']),
    openedAt: Number(row['opened_at']), acknowledgedAt: time(row['acknowledged_at']), resolvedAt: time(row['resolved_at']),
  }));
}
