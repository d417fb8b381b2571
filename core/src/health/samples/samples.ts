import type { Metric } from '@jackfield/sdk';
import type { Row, Statement, Store } from '../../store/index.ts';
import type { CheckOrder, ScheduledCheck } from '../scheduled-check.ts';
import { ByteWriter } from './bytes.ts';
import { readStretches, type Stretch } from './column-codec.ts';
import { condense, type Poll } from './condensing.ts';
import { hourMs, readHours } from './hour-codec.ts';
import { keepPoll, readPoll, writePoll } from './poll-codec.ts';
import { elapsedMetric, nothing, SeriesBook, type Measured, type Source } from './series.ts';

const dayMs = 24 * hourMs;
/** Longer spans are answered from the hourly averages. */
const recentSpan = 2 * dayMs;
/** Sources condensed in one transaction: few enough that results do not wait long behind it. */
const condensedAtOnce = 20;

export interface Sample {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: number;
}

/** What was measured at the newest run of a check. */
export interface NewestPoll {
  readonly at: number;
  readonly elapsedMs: number | null;
  /** As `take` gave it. */
  readonly sample: Uint8Array;
}

/**
 * The measured values. A run is a row of all its values; hours that are over are condensed into columns, a row for each
 * series and day, and into averages. All are bounded.
 */
export class Samples {
  readonly #store: Store;
  readonly #book = new SeriesBook();
  readonly #writer = new ByteWriter();
  #dropped = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Values left out: not declared in the manifest, not finite, or of one series too many. */
  get dropped(): number {
    return this.#dropped;
  }

  /** What the newest run of each check measured, by check key. */
  async load(): Promise<ReadonlyMap<string, NewestPoll>> {
    await this.#book.load(this.#store);
    const sources = new Map(this.#book.all().map((source) => [source.id, source]));
    const rows = await this.#store.read({
      sql: 'SELECT source, at, sample FROM health_source JOIN health_poll ON source = id AND at = (SELECT max(at) FROM health_poll WHERE source = health_source.id)',
    });
    return new Map(rows.flatMap((row) => {
      const source = sources.get(Number(row['source']));
      return source === undefined ? [] : [[source.check, newest(source, row)] as const];
    }));
  }

  /** The values of one run in short, and the statements that keep them. */
  take(order: CheckOrder, run: Measured | null, at: number, elapsedMs: number, before: Uint8Array | null = null): { readonly taken: Uint8Array; readonly statements: readonly Statement[] } {
    const { source, plan, created } = this.#book.planFor(order, run ?? nothing);
    const values = source.list.series.map((): number | null => null);
    const keep = (value: number, place: number | null | undefined): void => {
      if (place === undefined || place === null || !Number.isFinite(value)) this.#dropped += 1;
      else values[place] = value;
    };
    run?.values.forEach((value, position) => keep(value, plan.places[position]));
    keep(elapsedMs, plan.elapsed);
    const poll = writePoll(this.#writer, values);
    const kept = { sql: 'INSERT OR REPLACE INTO health_poll (source, at, sample) VALUES (?, ?, ?)', values: [source.id, at, poll] };
    return { taken: keepPoll(before, poll), statements: [...created, kept] };
  }

  /** What values of a check are, by item; of the check itself for the empty name. */
  metrics({ order, measured }: ScheduledCheck): (item: string) => readonly Metric[] {
    const series = measured === null ? [] : (this.#book.find(order)?.list.series ?? []);
    const values = measured === null ? [] : readPoll(measured, series.length);
    const byItem = new Map<string, Metric[]>();
    for (const [place, { item, metric }] of series.entries()) {
      const value = values[place] ?? null;
      if (value === null || metric === elapsedMetric) continue;
      const known = byItem.get(item);
      if (known === undefined) byItem.set(item, [{ name: metric, value }]);
      else known.push({ name: metric, value });
    }
    return (item) => byItem.get(item) ?? [];
  }

  /** What was to be written of a check was not: all that does not change is written again with its next result. */
  lost(check: ScheduledCheck): void {
    check.isKept = false;
    this.#book.retell(check.order.key);
  }

  async read(device: string, metric: string, item: string, from: number, to: number): Promise<readonly Sample[]> {
    const found = this.#book.of(device).flatMap((source) => {
      const place = source.list.series.findIndex((series) => series.metric === metric && series.item === item);
      return place === -1 ? [] : [{ source, place }];
    });
    const of = to - from <= recentSpan ? this.#recent : this.#hourly;
    const samples = await Promise.all(found.map(({ source, place }) => of.call(this, source, place, from, to)));
    return samples.flat().filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at - b.at);
  }

  /** Condenses the hours that are over, then forgets what is older than the retention. */
  async tidy(now: number, retention: { readonly samplesDays: number; readonly rollupsDays: number }): Promise<void> {
    const until = Math.floor(now / hourMs) * hourMs;
    const before = (days: number): number => Math.floor((now - days * dayMs) / dayMs);
    const sources = this.#book.all();
    for (let at = 0; at < sources.length; at += condensedAtOnce) {
      const some = sources.slice(at, at + condensedAtOnce);
      const condensed = await Promise.all(some.map(async (source) => ({ source, statements: await this.#condense(source, until) })));
      // A device that was forgotten meanwhile leaves nothing.
      const still = condensed.filter(({ source: { id, device } }) => this.#book.of(device).some((known) => known.id === id));
      await this.#store.write([
        ...still.flatMap(({ statements }) => statements),
        ...still.flatMap(({ source: { id } }): Statement[] => [
          { sql: 'DELETE FROM health_column WHERE source = ? AND day < ?', values: [id, before(retention.samplesDays)] },
          { sql: 'DELETE FROM health_hour WHERE source = ? AND day < ?', values: [id, before(retention.rollupsDays)] },
        ]),
      ]);
    }
  }

  /** The statements that forget a device. */
  forget(device: string): Statement[] {
    const sources = 'source IN (SELECT id FROM health_source WHERE device = ?)';
    return [...['health_poll', 'health_column', 'health_hour'].map((table) => ({ sql: `DELETE FROM ${table} WHERE ${sources}`, values: [device] })), ...this.#book.forget(device)];
  }

  /** All polls of the hours that are over but the newest: a start shows what it measured. */
  async #condense(source: Source, until: number): Promise<Statement[]> {
    const rows = await this.#store.read({
      sql: 'SELECT at, sample FROM health_poll WHERE source = ?1 AND at < ?2 AND at < (SELECT max(at) FROM health_poll WHERE source = ?1) ORDER BY at', values: [source.id, until],
    });
    return condense(source.id, rows.map((row) => pollOf(row, source)), this.#writer);
  }

  async #recent({ id, list }: Source, place: number, from: number, to: number): Promise<readonly Sample[]> {
    const [polls, columns] = await Promise.all([
      this.#store.read({ sql: 'SELECT at, sample FROM health_poll WHERE source = ? AND at BETWEEN ? AND ?', values: [id, from, to] }),
      this.#store.read({ sql: 'SELECT day, series, samples FROM health_column WHERE source = ? AND day BETWEEN ? AND ? AND series IN (0, ?)', values: [id, Math.floor(from / dayMs), Math.floor(to / dayMs), place + 1] }),
    ]);
    const condensed = [...Map.groupBy(columns, (row) => Number(row['day']))].flatMap(([day, rows]) => {
      const of = (series: number): readonly Stretch[] => readStretches(bytesOf(rows.find((row) => Number(row['series']) === series)?.['samples']));
      const times = new Map(of(0).map(({ start, values }) => [start, values]));
      return of(place + 1).flatMap(({ start, values }) => values.map((value, position) => ({ at: day * dayMs + (times.get(start)?.[position] ?? start), value })));
    });
    return [...condensed, ...polls.map((row) => ({ at: Number(row['at']), value: readPoll(bytesOf(row['sample']), list.series.length)[place] ?? null }))]
      .flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  }

  async #hourly({ id }: Source, place: number, from: number, to: number): Promise<readonly Sample[]> {
    const rows = await this.#store.read({
      sql: 'SELECT hours FROM health_hour WHERE source = ? AND series = ? AND day BETWEEN ? AND ? ORDER BY day', values: [id, place + 1, Math.floor(from / dayMs), Math.floor(to / dayMs)],
    });
    return rows.flatMap((row) => readHours(bytesOf(row['hours'])).map(({ at, average }) => ({ at, value: average })));
  }
}

function bytesOf(value: Row[string] | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function pollOf(row: Row, { list }: Source): Poll {
  return { at: Number(row['at']), values: readPoll(bytesOf(row['sample']), list.series.length) };
}

function newest(source: Source, row: Row): NewestPoll {
  const { at, values } = pollOf(row, source);
  return { at, elapsedMs: values[source.list.series.findIndex(({ metric }) => metric === elapsedMetric)] ?? null, sample: bytesOf(row['sample']) };
}
