import { ByteReader, isWhole, unzigzag, zigzag, type ByteWriter } from './bytes.ts';

/** Decimal places up to which a column is kept as whole numbers: 23.5 °C, 4.125 V. */
const mostPlaces = 4;

/** A row that is broken ends here, not the memory. */
const mostValues = 1_000_000;

const asBefore = 0;
const isAbsent = 1;
const asDouble = 2;
const firstStep = 3;

/** Powers of ten that make all values whole, and give back exactly what was there; null where none does. */
function placesOf(values: readonly (number | null)[]): number | null {
  for (let places = 0; places <= mostPlaces; places += 1) {
    const scale = 10 ** places;
    if (values.every((value) => value === null || (isWhole(Math.round(value * scale)) && Object.is(Math.round(value * scale) / scale, value)))) return places;
  }
  return null;
}

/** Values of one series that were measured one after the other. */
export interface Stretch {
  /** When the first was, in milliseconds of its day: values and their times are found together by it. */
  readonly start: number;
  readonly values: readonly (number | null)[];
}

/**
 * A stretch: its start, how many values, then each as its difference to the one before, repeated ones as their number.
 * Stretches stand one after the other: each knows where it ends.
 */
export function writeStretch(writer: ByteWriter, { start, values }: Stretch): Uint8Array {
  const places = placesOf(values);
  const scale = 10 ** (places ?? 0);
  for (const head of [start, values.length, places ?? 0]) writer.whole(head);
  let [before, repeated, isFirst]: [number | null, number, boolean] = [0, 0, true];
  const endRepeated = (): void => {
    if (repeated === 0) return;
    writer.whole(asBefore);
    writer.whole(repeated);
    repeated = 0;
  };
  for (const value of values) {
    const scaled: number | null = value === null || places === null ? value : Math.round(value * scale);
    if (!isFirst && Object.is(scaled, before)) {
      repeated += 1;
      continue;
    }
    endRepeated();
    if (scaled === null) writer.whole(isAbsent);
    else if (places === null) {
      writer.whole(asDouble);
      writer.double(scaled);
    } else writer.whole(zigzag(scaled - (before ?? 0)) + firstStep);
    [before, isFirst] = [scaled, false];
  }
  endRepeated();
  return writer.take();
}

/** All stretches that stand one after the other. */
export function readStretches(bytes: Uint8Array): Stretch[] {
  const reader = new ByteReader(bytes);
  const stretches: Stretch[] = [];
  while (!reader.isAtEnd) stretches.push(readStretch(reader));
  return stretches;
}

function readStretch(reader: ByteReader): Stretch {
  const [start, count, scale] = [reader.whole(), Math.min(mostValues, reader.whole()), 10 ** reader.whole()];
  const values: (number | null)[] = [];
  let before: number | null = 0;
  while (values.length < count && !reader.isAtEnd) {
    const token = reader.whole();
    const repeats = token === asBefore ? reader.whole() : 1;
    if (token !== asBefore) before = token === isAbsent ? null : token === asDouble ? reader.double() : (before ?? 0) + unzigzag(token - firstStep);
    for (let left = Math.min(repeats, count - values.length); left > 0; left -= 1) values.push(before === null ? null : before / scale);
  }
  return { start, values };
}
