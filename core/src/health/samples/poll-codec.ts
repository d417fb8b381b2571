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

/** The first so many values of a run; what the bytes no longer hold is null. */
export function readPoll(bytes: Uint8Array, count: number): (number | null)[] {
  const reader = new ByteReader(bytes);
  return Array.from({ length: count }, () => (reader.isAtEnd ? null : readValue(reader)));
}
