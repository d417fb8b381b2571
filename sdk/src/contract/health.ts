import type { CheckContext } from './context.ts';

/**
 * What a check may say. `unknown`: it could not find out, which is never the same as bad.
 *
 * @stable
 * @since 0.1.0
 */
export const states = ['ok', 'warning', 'critical', 'unknown'] as const;

/**
 * One word of `states`.
 *
 * @stable
 * @since 0.1.0
 */
export type State = (typeof states)[number];

/**
 * One measured value. Its unit stands in the manifest, under the check's `metrics`.
 *
 * @stable
 * @since 0.1.0
 */
export interface Metric {
  /** As declared in the manifest, such as `port.in.rate`. */
  readonly name: string;
  /** Finite, in the unit that the manifest declares. */
  readonly value: number;
}

/**
 * One part of what a check looked at: a port, a trunk, a disk.
 *
 * @stable
 * @since 0.1.0
 */
export interface Item {
  /** Unique in its check and stable over reboots, such as `Gi1/0/1`. */
  readonly name: string;
  /** How this part is. */
  readonly state: State;
  /** One line: what is the matter, or the value that is well. */
  readonly summary: string;
  /** What was measured of this part; each name declared in the manifest. */
  readonly metrics?: readonly Metric[];
}

/**
 * Data of a machine that can be got back from the device that was checked, such as one of the objects that a backup appliance
 * keeps copies of. The host lists it when the machine is lost; it runs no command.
 *
 * @stable
 * @since 0.1.0
 */
export interface Restore {
  /** The machine that the data is of, as the product recorded it: a name or an address; empty where it does not tell. */
  readonly machine: string;
  /** What is got back: a path, a job, a guest. */
  readonly object: string;
  /** When the newest good copy was made, ISO 8601; null when there is none. */
  readonly copiedAt: string | null;
  /** What a person runs on the device that was checked, in one line; placeholders in capitals; empty when there is no good copy. */
  readonly command: string;
}

/**
 * What a check answers; made by `result`.
 *
 * @stable
 * @since 0.1.0
 */
export interface CheckResult {
  /** How the whole is: for most checks that of the worst item. */
  readonly state: State;
  /** One line for a person at night. */
  readonly summary: string;
  /** Its parts; empty when it looked at one thing. */
  readonly items: readonly Item[];
  /** What was measured of the whole. */
  readonly metrics: readonly Metric[];
  /** Data that can be got back; left out by checks that look for none. */
  readonly restores?: readonly Restore[];
}

/**
 * A named health check: a function that looks at the device and says what it sees now. Repeats, flapping, incidents and
 * schedules are the host's work. Throwing an outcome error is a proper answer: the host makes `unknown` of it, and says
 * that the device is lost for `Unreachable`. Anything else that is thrown counts as a mistake of the plugin.
 *
 * @stable
 * @since 0.1.0
 */
export type Check<Settings = unknown> = (context: CheckContext<Settings>) => Promise<CheckResult>;

const severity: Record<State, number> = { ok: 0, unknown: 1, warning: 2, critical: 3 };

/**
 * The worst of the states; `ok` when there are none.
 *
 * @stable
 * @since 0.1.0
 */
export function worst(all: Iterable<State>): State {
  let found: State = 'ok';
  for (const state of all) if (severity[state] > severity[found]) found = state;
  return found;
}

/**
 * What a result may hold beside state and summary.
 *
 * @stable
 * @since 0.1.0
 */
export interface ResultParts {
  /** Parts that were looked at. */
  readonly items?: readonly Item[];
  /** What was measured of the whole. */
  readonly metrics?: readonly Metric[];
}

function make(state: State, summary: string, parts: ResultParts = {}): CheckResult {
  return { state, summary, items: parts.items ?? [], metrics: parts.metrics ?? [] };
}

/**
 * Builders of check results. `ok`: all is well · `warning`: somebody should look, by day · `critical`: somebody must look,
 * now · `unknown`: it could not be found out (for a device that does not answer throw an outcome instead) · `fromItems`
 * takes the state of the worst item.
 *
 * @stable
 * @since 0.1.0
 */
export const result = {
  ok: (summary: string, parts?: ResultParts) => make('ok', summary, parts),
  warning: (summary: string, parts?: ResultParts) => make('warning', summary, parts),
  critical: (summary: string, parts?: ResultParts) => make('critical', summary, parts),
  unknown: (summary: string, parts?: ResultParts) => make('unknown', summary, parts),
  fromItems: (summary: string, items: readonly Item[], metrics: readonly Metric[] = []) =>
    make(worst(items.map((item) => item.state)), summary, { items, metrics }),
} as const;
