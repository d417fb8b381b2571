import type { ReadingContext } from './context.ts';

export const states = ['ok', 'warning', 'critical', 'unknown'] as const;

export type State = (typeof states)[number];

/** One measured value. Its unit stands in the manifest, under the check's `metrics`. */
export interface Metric {
  /** As declared in the manifest, such as `port.in.rate`. */
  readonly name: string;
  readonly value: number;
}

/** One part of what a check looked at: a port, a trunk, a disk. */
export interface Item {
  /** Unique in its check and stable over reboots, such as `Gi1/0/1`. */
  readonly name: string;
  readonly state: State;
  readonly summary: string;
  readonly metrics?: readonly Metric[];
}

export interface CheckResult {
  readonly state: State;
  /** One line for a person at night. */
  readonly summary: string;
  readonly items: readonly Item[];
  readonly metrics: readonly Metric[];
}

/**
 * A named health check. It says what it sees now; levels, repeats, flapping and schedules are the host's work.
 * Throwing an outcome error is a proper answer: the host makes `unknown` or `unreachable` of it.
 */
export type Check<Settings = unknown> = (context: ReadingContext<Settings>) => Promise<CheckResult>;

const severity: Record<State, number> = { ok: 0, unknown: 1, warning: 2, critical: 3 };

/** The worst of the states; `ok` when there are none. */
export function worst(all: Iterable<State>): State {
  let found: State = 'ok';
  for (const state of all) if (severity[state] > severity[found]) found = state;
  return found;
}

interface Parts {
  readonly items?: readonly Item[];
  readonly metrics?: readonly Metric[];
}

function make(state: State, summary: string, parts: Parts = {}): CheckResult {
  return { state, summary, items: parts.items ?? [], metrics: parts.metrics ?? [] };
}

/** Builders of check results. `fromItems` takes the state of the worst item. */
export const result = {
  ok: (summary: string, parts?: Parts) => make('ok', summary, parts),
  warning: (summary: string, parts?: Parts) => make('warning', summary, parts),
  critical: (summary: string, parts?: Parts) => make('critical', summary, parts),
  unknown: (summary: string, parts?: Parts) => make('unknown', summary, parts),
  fromItems: (summary: string, items: readonly Item[], metrics: readonly Metric[] = []) =>
    make(worst(items.map((item) => item.state)), summary, { items, metrics }),
} as const;
