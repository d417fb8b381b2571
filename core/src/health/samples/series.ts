import { isSameShape, type CheckColumns, type Shape } from '@jackfield/sdk/runtime';
import { z } from 'zod';
import type { Statement, Store } from '../../store/index.ts';
import { checkKey, type CheckOrder } from '../scheduled-check.ts';

/** A device that names a new item at every run must not fill the disk. */
const seriesPerDevice = 10_000;

/** Added by the host to every check: how long it took. */
export const elapsedMetric = 'check.elapsed';

/** What is measured: a metric of an item, or of the check itself where the item is empty. */
interface Series {
  readonly item: string;
  readonly metric: string;
  readonly unit: string;
}

/** All that a check measures, in the order in which the values stand. Devices alike share one. */
interface SeriesList {
  readonly id: number;
  readonly text: string;
  readonly series: readonly Series[];
  /** Where the values of runs of this list go, the latest first. */
  readonly plans: Plan[];
  users: number;
}

/** Shapes of runs that a list is known by: a check that measures other things each time must not fill the memory. */
const mostPlans = 4;

/** A check of a device whose values are kept. What it measures only grows: earlier values keep their places. */
export interface Source {
  readonly id: number;
  readonly device: string;
  readonly check: string;
  readonly list: SeriesList;
}

/** What a run measured. */
export type Measured = Shape & Pick<CheckColumns, 'values'>;

/** Of a run that could not look. */
export const nothing: Measured = { metrics: [], items: [], sets: [], of: [], values: [] };

/** Where the values of a run go; null for those that nobody keeps. */
interface Plan {
  readonly shape: Shape;
  readonly places: readonly (number | null)[];
  /** Where the time goes that the run took. */
  readonly elapsed: number | null;
}

const listSchema = z.array(z.tuple([z.string(), z.string(), z.string()]).transform(([item, metric, unit]): Series => ({ item, metric, unit })));
const nameOf = (item: string, metric: string): string => `${item}\n${metric}`;
const elapsedName = nameOf('', elapsedMetric);

/** The names of all values of a run, in their order. */
function namesOf({ metrics, items, sets, of }: Shape): string[] {
  return [...metrics.map((metric) => nameOf('', metric)), ...items.flatMap((item, position) => (sets[of[position] ?? 0] ?? []).map((metric) => nameOf(item, metric)))];
}

const textOf = (series: readonly Series[]): string => JSON.stringify(series.map(({ item, metric, unit }) => [item, metric, unit]));

function tell({ id, device, list }: Source, { plugin, check }: CheckOrder): Statement[] {
  return [
    { sql: 'INSERT OR REPLACE INTO health_series_list (id, series) VALUES (?, ?)', values: [list.id, list.text] },
    { sql: 'INSERT OR REPLACE INTO health_source (id, device, plugin, check_name, list) VALUES (?, ?, ?, ?, ?)', values: [id, device, plugin, check, list.id] },
  ];
}

/** Knows what each check of each device measures. */
export class SeriesBook {
  readonly #lists = new Map<string, SeriesList>();
  readonly #sources = new Map<string, readonly Source[]>();
  /** Checks of which the store may not have what it was told last. */
  readonly #untold = new Set<string>();
  #lastList = 0;
  #lastSource = 0;

  async load(store: Pick<Store, 'read'>): Promise<void> {
    const lists = new Map<number, SeriesList>();
    for (const row of await store.read({ sql: 'SELECT id, series FROM health_series_list' })) {
      const text = String(row['series']);
      const list = { id: Number(row['id']), text, series: listSchema.parse(JSON.parse(text)), plans: [], users: 0 };
      lists.set(list.id, list);
      this.#lastList = Math.max(this.#lastList, list.id);
    }
    for (const row of await store.read({ sql: 'SELECT id, device, plugin, check_name, list FROM health_source' })) {
      const [id, device, list] = [Number(row['id']), String(row['device']), lists.get(Number(row['list']))];
      this.#lastSource = Math.max(this.#lastSource, id);
      if (list !== undefined) this.#keep({ id, device, check: checkKey(device, String(row['plugin']), String(row['check_name'])), list });
    }
  }

  /** Where the values of a run go, and the statements that make what is new in it known. */
  planFor(order: CheckOrder, run: Shape): { readonly source: Source; readonly plan: Plan; readonly created: readonly Statement[] } {
    const before = this.find(order);
    const known = before?.list.plans.find(({ shape }) => isSameShape(shape, run));
    if (before !== undefined && known !== undefined && !this.#untold.has(order.key)) return { source: before, plan: known, created: [] };
    const names = namesOf(run);
    const { source, statements } = this.#sourceFor(order, [...names, elapsedName]);
    const created = this.#untold.delete(order.key) && statements.length === 0 ? tell(source, order) : statements;
    const { list: { series, plans } } = source;
    const places = new Map(series.map(({ item, metric }, place) => [nameOf(item, metric), place]));
    const { metrics, items, sets, of } = run;
    const plan = { shape: { metrics, items, sets, of }, places: names.map((name) => places.get(name) ?? null), elapsed: places.get(elapsedName) ?? null };
    // What is left out for want of room may have room at the next device.
    if (!plan.places.includes(null)) plans.unshift(plan);
    plans.length = Math.min(plans.length, mostPlans);
    return { source, plan, created };
  }

  /** What was to make a check known was not written: it is told again with the next values. */
  retell(check: string): void {
    this.#untold.add(check);
  }

  find(order: CheckOrder): Source | undefined {
    return this.#sources.get(order.device.id)?.find(({ check }) => check === order.key);
  }

  of(device: string): readonly Source[] {
    return this.#sources.get(device) ?? [];
  }

  all(): readonly Source[] {
    return [...this.#sources.values()].flat();
  }

  /** The statements that forget what a device measures. */
  forget(device: string): Statement[] {
    const sources = this.of(device);
    this.#sources.delete(device);
    return [{ sql: 'DELETE FROM health_source WHERE device = ?', values: [device] }, ...sources.flatMap(({ list }) => this.#leave(list))];
  }

  #keep(source: Source): void {
    this.#sources.set(source.device, [...this.of(source.device).filter(({ check }) => check !== source.check), source]);
    this.#lists.set(source.list.text, source.list);
    source.list.users += 1;
  }

  /** A list that no check has any more goes: one that grows at every run must not stay in all its lengths. */
  #leave(list: SeriesList): Statement[] {
    list.users -= 1;
    if (list.users > 0) return [];
    this.#lists.delete(list.text);
    return [{ sql: 'DELETE FROM health_series_list WHERE id = ?', values: [list.id] }];
  }

  #sourceFor(order: CheckOrder, names: readonly string[]): { readonly source: Source; readonly statements: Statement[] } {
    const before = this.find(order);
    const list = this.#listFor(order, names, before?.list.series ?? []);
    if (before?.list === list) return { source: before, statements: [] };
    const source = { id: before?.id ?? (this.#lastSource += 1), device: order.device.id, check: order.key, list };
    this.#keep(source);
    return { source, statements: [...tell(source, order), ...(before === undefined ? [] : this.#leave(before.list))] };
  }

  #listFor(order: CheckOrder, names: readonly string[], before: readonly Series[]): SeriesList {
    const known = new Set(before.map(({ item, metric }) => nameOf(item, metric)));
    const fresh = names.flatMap((name): Series[] => {
      const at = name.lastIndexOf('\n');
      const [item, metric] = [name.slice(0, at), name.slice(at + 1)];
      const unit = metric === elapsedMetric ? 'ms' : order.units.get(metric);
      return unit === undefined || known.has(name) ? [] : [{ item, metric, unit }];
    });
    const room = seriesPerDevice - this.of(order.device.id).reduce((sum, { list }) => sum + list.series.length, 0);
    const series = [...before, ...fresh.slice(0, Math.max(0, room))];
    const text = textOf(series);
    return this.#lists.get(text) ?? { id: (this.#lastList += 1), text, series, plans: [], users: 0 };
  }
}
