import { states, type CheckResult, type Item, type Metric, type Restore, type State } from '../contract/health.ts';
import { isFields } from './messages.ts';

/**
 * What a check of a device measures, by name: the same in nearly every run of it.
 *
 * @internal
 * @since 0.1.0
 */
export interface Shape {
  /** Names of the metrics of the whole. */
  readonly metrics: readonly string[];
  /** Names of the items. */
  readonly items: readonly string[];
  /** Lists of names of metrics: a port measures what the others measure. */
  readonly sets: readonly (readonly string[])[];
  /** For each item the place of its list in `sets`. */
  readonly of: readonly number[];
}

/**
 * A check's result as it crosses to the host, in columns: a switch of 33 ports names each of its 198 metrics once instead
 * of 33 times, which is a quarter of the text to write, read and judge.
 *
 * @internal
 * @since 0.1.0
 */
export interface CheckColumns extends Shape {
  readonly state: State;
  readonly summary: string;
  /** Of each item. */
  readonly states: readonly State[];
  readonly summaries: readonly string[];
  /** All that was measured: of the whole, then item by item. */
  readonly values: readonly number[];
  /** As they are: few checks have any. */
  readonly restores?: readonly Restore[];
}

/**
 * The result in columns; null for a value that is none, of which the host tells what is wrong.
 *
 * @internal
 * @since 0.1.0
 */
export function columnsOf(value: unknown): CheckColumns | null {
  if (!isFields(value) || !isState(value['state']) || typeof value['summary'] !== 'string' || !hasOnly(value, 'restores' in value ? 5 : 4)) return null;
  const { state, summary, items: given, metrics: own, restores } = value;
  if (!Array.isArray(given) || !Array.isArray(own) || !(restores === undefined || areRestores(restores))) return null;
  const [metrics, items, itemStates, summaries, sets, of, values]: [string[], string[], State[], string[], string[][], number[], number[]] = [[], [], [], [], [], [], []];
  if (!takeMetrics(own, metrics, values)) return null;
  let last: string[] = [];
  for (const item of given) {
    if (!isItem(item)) return null;
    items.push(item.name);
    itemStates.push(item.state);
    summaries.push(item.summary);
    const names: string[] = [];
    if (item.metrics !== undefined && !takeMetrics(item.metrics, names, values)) return null;
    // Nearly always as the one before.
    if (sets.length === 0 || !isSameList(names, last)) {
      const known = sets.findIndex((set) => isSameList(set, names));
      last = sets[known] ?? names;
      of.push(known === -1 ? sets.push(names) - 1 : known);
    } else of.push(of.at(-1) ?? 0);
  }
  return { state, summary, metrics, items, states: itemStates, summaries, sets, of, values, ...(restores === undefined ? {} : { restores }) };
}

/**
 * The result that columns stand for.
 *
 * @internal
 * @since 0.1.0
 */
export function resultOf({ state, summary, metrics, items, states: itemStates, summaries, sets, of, values, restores }: CheckColumns): CheckResult {
  let at = metrics.length;
  const measured = (names: readonly string[], from: number): Metric[] => names.map((name, position) => ({ name, value: values[from + position] ?? NaN }));
  return {
    state,
    summary,
    items: items.map((name, position): Item => {
      const names = sets[of[position] ?? 0] ?? [];
      const item = { name, state: itemStates[position] ?? 'unknown', summary: summaries[position] ?? '' };
      at += names.length;
      return names.length === 0 ? item : { ...item, metrics: measured(names, at - names.length) };
    }),
    metrics: measured(metrics, 0),
    ...(restores === undefined ? {} : { restores }),
  };
}

/**
 * Whether two runs measured the same things in the same order.
 *
 * @internal
 * @since 0.1.0
 */
export function isSameShape(one: Shape, other: Shape): boolean {
  return isSameList(one.items, other.items) && isSameList(one.of, other.of) && isSameList(one.metrics, other.metrics) &&
    one.sets.length === other.sets.length && one.sets.every((set, position) => isSameList(set, other.sets[position] ?? []));
}

function isState(value: unknown): value is State {
  return states.some((state) => state === value);
}

/** What is nowhere told must not get lost unseen: a field too many makes it another thing. */
function hasOnly(value: object, count: number): boolean {
  let found = 0;
  for (const _ in value) found += 1;
  return found === count;
}

function isItem(value: unknown): value is Item & { readonly metrics?: readonly unknown[] } {
  if (!isFields(value)) return false;
  const { name, state, summary, metrics } = value;
  return typeof name === 'string' && isState(state) && typeof summary === 'string' && (metrics === undefined || Array.isArray(metrics)) && hasOnly(value, 'metrics' in value ? 4 : 3);
}

function areRestores(value: unknown): value is readonly Restore[] {
  return Array.isArray(value) && value.every((one) => isFields(one) && hasOnly(one, 4) && typeof one['machine'] === 'string' && typeof one['object'] === 'string' &&
    (one['copiedAt'] === null || typeof one['copiedAt'] === 'string') && typeof one['command'] === 'string');
}

function takeMetrics(metrics: readonly unknown[], names: string[], values: number[]): boolean {
  for (const metric of metrics) {
    if (!isFields(metric)) return false;
    const { name, value } = metric;
    if (typeof name !== 'string' || typeof value !== 'number' || !Number.isFinite(value) || !hasOnly(metric, 2)) return false;
    names.push(name);
    values.push(value);
  }
  return true;
}

/**
 * Whether two lists hold the same, in the same order.
 *
 * @internal
 * @since 0.1.0
 */
export function isSameList<Entry extends string | number>(one: readonly Entry[], other: readonly Entry[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}
