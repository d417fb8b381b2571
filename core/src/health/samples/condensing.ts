import type { Statement } from '../../store/index.ts';
import type { ByteWriter } from './bytes.ts';
import { writeStretch } from './column-codec.ts';
import { hourMs, hourOf, writeHour } from './hour-codec.ts';

/** One run of a check: all its values, in the order of its series. */
export interface Poll {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly values: readonly (number | null)[];
}

const dayMs = 24 * hourMs;
const dayOf = (at: number): number => Math.floor(at / dayMs);
const append = (table: string, column: string): string =>
  // SQLite joins blobs as text; the cast gives the same bytes back.
  `INSERT INTO ${table} (source, day, series, ${column}) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET ${column} = CAST(${column} || excluded.${column} AS BLOB)`;
const appendColumn = append('health_column', 'samples');
const appendHour = append('health_hour', 'hours');

/**
 * The statements that put polls, in their order in time, into columns and hourly averages, and away. Series 0 of a day are
 * the times; an hour without any value of a series leaves nothing in its column.
 */
export function condense(source: number, polls: readonly Poll[], writer: ByteWriter): Statement[] {
  const last = polls.at(-1);
  if (last === undefined) return [];
  const hours = [...Map.groupBy(polls, ({ at }) => Math.floor(at / hourMs) * hourMs)];
  return [
    ...hours.flatMap(([hour, ofHour]) => hourStatements(source, hour, ofHour, writer)),
    { sql: 'DELETE FROM health_poll WHERE source = ? AND at <= ?', values: [source, last.at] },
  ];
}

function hourStatements(source: number, hour: number, polls: readonly Poll[], writer: ByteWriter): Statement[] {
  const day = dayOf(hour);
  const times = polls.map(({ at }) => at - day * dayMs);
  const start = times[0] ?? 0;
  const series = Array.from({ length: Math.max(...polls.map(({ values }) => values.length)) }, (_, place) => polls.map(({ values }) => values[place] ?? null));
  return [
    { sql: appendColumn, values: [source, day, 0, writeStretch(writer, { start, values: times })] },
    ...series.flatMap((values, place): Statement[] => {
      const short = hourOf(hour, values);
      if (short === null) return [];
      return [
        { sql: appendColumn, values: [source, day, place + 1, writeStretch(writer, { start, values })] },
        { sql: appendHour, values: [source, day, place + 1, writeHour(writer, short)] },
      ];
    }),
  ];
}
