import { ByteReader, type ByteWriter } from './bytes.ts';
import { readValue, writeValue } from './poll-codec.ts';

export const hourMs = 3_600_000;

/** An hour of one series in short. */
export interface Hour {
  /** Its beginning, epoch milliseconds. */
  readonly at: number;
  readonly samples: number;
  readonly minimum: number;
  readonly average: number;
  readonly maximum: number;
}

/** The values of an hour in short; null where there are none. */
export function hourOf(at: number, values: readonly (number | null)[]): Hour | null {
  let [samples, sum, minimum, maximum] = [0, 0, Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    samples += 1;
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return samples === 0 ? null : { at, samples, minimum, average: sum / samples, maximum };
}

export function writeHour(writer: ByteWriter, { at, samples, minimum, average, maximum }: Hour): Uint8Array {
  writer.whole(at / hourMs);
  writer.whole(samples);
  for (const value of [minimum, average, maximum]) writeValue(writer, value);
  return writer.take();
}

/** All hours that stand one after the other. */
export function readHours(bytes: Uint8Array): Hour[] {
  const reader = new ByteReader(bytes);
  const hours: Hour[] = [];
  while (!reader.isAtEnd) {
    const [at, samples] = [reader.whole() * hourMs, reader.whole()];
    const [minimum, average, maximum] = [readValue(reader) ?? 0, readValue(reader) ?? 0, readValue(reader) ?? 0];
    hours.push({ at, samples, minimum, average, maximum });
  }
  return hours;
}
