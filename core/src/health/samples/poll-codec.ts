import { ByteReader, isWhole, unzigzag, zigzag, type ByteWriter } from './bytes.ts';

const asDouble = 0;
const isAbsent = 1;
const firstWhole = 2;

/** All values of one run, in the order of their series; null where a series had none. */
export function writePoll(writer: ByteWriter, values: readonly (number | null)[]): Uint8Array {
  for (const value of values) writeValue(writer, value);
  return writer.take();
}

export function writeValue(writer: ByteWriter, value: number | null): void {
  if (value === null) writer.whole(isAbsent);
  else if (isWhole(value)) writer.whole(zigzag(value) + firstWhole);
  else {
    writer.whole(asDouble);
    writer.double(value);
  }
}

export function readValue(reader: ByteReader): number | null {
  const token = reader.whole();
  if (token === isAbsent) return null;
  return token === asDouble ? reader.double() : unzigzag(token - firstWhole);
}

/** Bytes by which what is kept grows. */
const step = 32;

/**
 * What a run measured, in the bytes that are kept of the run before where it fits into them: of a large fleet they are
 * everywhere in the memory, and what takes their place each time is what the memory is searched for.
 */
export function keepPoll(kept: Uint8Array | null, poll: Uint8Array): Uint8Array {
  const fits = kept !== null && kept.length >= poll.length && kept.length < poll.length + 4 * step;
  const into = fits ? kept : new Uint8Array(Math.ceil((poll.length + step) / step) * step);
  into.set(poll);
  return into.fill(isAbsent, poll.length);
}

/** The first so many values of a run; what the bytes no longer hold is null. */
export function readPoll(bytes: Uint8Array, count: number): (number | null)[] {
  const reader = new ByteReader(bytes);
  return Array.from({ length: count }, () => (reader.isAtEnd ? null : readValue(reader)));
}
