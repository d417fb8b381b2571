import type { Row, Statement, Store } from '../store/index.ts';
import { checkKey, type CheckOrder, type LastResult } from './scheduled-check.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Longer spans are answered from the hourly averages. */
const recentSpan = 2 * day;
/** A device that names a new item at every run must not fill the disk. */
const seriesPerDevice = 10_000;

/** Added by the host to every check: how long it took. */
const elapsedMetric = 'check.elapsed';

/** The measured values: recent samples, hourly rollups, both bounded. */
export class Samples {
  readonly #store: Store;
  readonly #series = new Map<string, Map<string, number>>();
  #last = 0;
  #dropped = 0;
  #rolledUntil: number | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Values left out: not declared in the manifest, not finite, or of one series too many. */
  get dropped(): number {
    return this.#dropped;
  }

  async load(): Promise<void> {
    for (const row of await this.#store.read({ sql: 'SELECT id, device, plugin, check_name, item, metric FROM health_series' })) {
      const id = Number(row['id']);
      this.#last = Math.max(this.#last, id);
      this.#of(String(row['device'])).set(seriesKey(checkKey('', String(row['plugin']), String(row['check_name'])), String(row['item']), String(row['metric'])), id);
    }
  }

  /** The statements that keep the values of one result. */
  statements(order: CheckOrder, result: LastResult, at: number, elapsedMs: number): Statement[] {
    const created: Statement[] = [];
    const values: [number, number][] = [];
    const keep = (item: string, metric: string, value: number): void => {
      const unit = metric === elapsedMetric ? 'ms' : order.units.get(metric);
      const series = unit === undefined || !Number.isFinite(value) ? null : this.#seriesFor(order, item, metric, unit, created);
      if (series === null) this.#dropped += 1;
      else values.push([series, value]);
    };
    for (const metric of result.metrics) keep('', metric.name, metric.value);
    for (const item of result.items) for (const metric of item.metrics ?? []) keep(item.name, metric.name, metric.value);
    keep('', elapsedMetric, elapsedMs);
    return [
      ...created,
      {
        sql: `INSERT OR REPLACE INTO health_sample (series, at, value)
              SELECT json_extract(value, '$[0]'), ?, CAST(json_extract(value, '$[1]') AS REAL) FROM json_each(?)`,
        values: [at, JSON.stringify(values)],
      },
    ];
  }

  async read(device: string, metric: string, item: string, from: number, to: number): Promise<{ at: number; value: number }[]> {
    const series = `series IN (SELECT id FROM health_series WHERE device = ? AND metric = ? AND item = ?)`;
    const rows = await this.#store.read(
      to - from <= recentSpan
        ? { sql: `SELECT at, value FROM health_sample WHERE ${series} AND at BETWEEN ? AND ? ORDER BY at`, values: [device, metric, item, from, to] }
        : { sql: `SELECT hour AS at, average AS value FROM health_rollup WHERE ${series} AND hour BETWEEN ? AND ? ORDER BY hour`, values: [device, metric, item, from, to] },
    );
    return rows.map((row: Row) => ({ at: Number(row['at']), value: Number(row['value']) }));
  }

  /** Averages the hours that are over, then forgets what is older than the retention. */
  async tidy(now: number, retention: { readonly samplesDays: number; readonly rollupsDays: number }): Promise<void> {
    const until = Math.floor(now / hour) * hour;
    const from = this.#rolledUntil ?? until - retention.samplesDays * day;
    const all = 'series IN (SELECT id FROM health_series)';
    await this.#store.write([
      {
        sql: `INSERT OR REPLACE INTO health_rollup (series, hour, minimum, average, maximum, samples)
              SELECT series, at / ${hour} * ${hour}, min(value), avg(value), max(value), count(*) FROM health_sample
              WHERE ${all} AND at >= ? AND at < ? GROUP BY 1, 2`,
        values: [from, until],
      },
      { sql: `DELETE FROM health_sample WHERE ${all} AND at < ?`, values: [now - retention.samplesDays * day] },
      { sql: `DELETE FROM health_rollup WHERE ${all} AND hour < ?`, values: [now - retention.rollupsDays * day] },
    ]);
    this.#rolledUntil = until;
  }

  /** The statements that forget a device. */
  forget(device: string): Statement[] {
    this.#series.delete(device);
    const series = 'series IN (SELECT id FROM health_series WHERE device = ?)';
    return [
      { sql: `DELETE FROM health_sample WHERE ${series}`, values: [device] },
      { sql: `DELETE FROM health_rollup WHERE ${series}`, values: [device] },
      { sql: 'DELETE FROM health_series WHERE device = ?', values: [device] },
    ];
  }

  #seriesFor(order: CheckOrder, item: string, metric: string, unit: string, created: Statement[]): number | null {
    const known = this.#of(order.device.id);
    const key = seriesKey(checkKey('', order.plugin, order.check), item, metric);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= seriesPerDevice) return null;
    const id = (this.#last += 1);
    known.set(key, id);
    created.push({
      sql: 'INSERT INTO health_series (id, device, plugin, check_name, item, metric, unit) VALUES (?, ?, ?, ?, ?, ?, ?)',
      values: [id, order.device.id, order.plugin, order.check, item, metric, unit],
    });
    return id;
  }

  #of(device: string): Map<string, number> {
    const known = this.#series.get(device) ?? new Map<string, number>();
    this.#series.set(device, known);
    return known;
  }
}

function seriesKey(check: string, item: string, metric: string): string {
  return `${check}\n${item}\n${metric}`;
}
