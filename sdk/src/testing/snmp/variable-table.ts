import type { SnmpValue } from '../../transports/snmp.ts';
import { BerReader, tags } from './ber.ts';
import { isUnder, parseOid, type Oid } from './oid.ts';
import { decodeValue, encodeValue, encodeVarbind } from './value.ts';

/**
 * A variable of an agent; a function is asked at each reading.
 *
 * @experimental
 * @since 0.1.0
 */
export interface SnmpVariable {
  /** Dotted, without a leading dot. */
  readonly oid: string;
  readonly value: SnmpValue | (() => SnmpValue);
}

/**
 * Variables in the order of their OIDs, encoded once: an agent serves hundreds of thousands of them, so they are kept in
 * three arrays instead of as objects. A variable can change; when one comes or goes a new table takes the place of this.
 */
export class VariableTable {
  readonly #parts: Uint32Array;
  /** Where each OID begins in `#parts`, and one more for the end. */
  readonly #starts: Uint32Array;
  readonly #encoded: Buffer;
  readonly #offsets: Uint32Array;
  readonly #changed = new Map<number, Buffer>();
  readonly #live = new Map<number, () => SnmpValue>();

  constructor(variables: Iterable<SnmpVariable>) {
    const sorted = [...variables].map(({ oid, value }) => ({ oid: parseOid(oid), value })).sort((one, other) => compare(one.oid, other.oid));
    const distinct = sorted.filter(({ oid }, at) => at === sorted.length - 1 || compare(oid, sorted[at + 1]?.oid ?? []) !== 0);
    this.#starts = new Uint32Array(distinct.length + 1);
    this.#offsets = new Uint32Array(distinct.length + 1);
    this.#parts = new Uint32Array(distinct.reduce((sum, { oid }) => sum + oid.length, 0));
    const pieces: Buffer[] = [];
    distinct.forEach(({ oid, value }, at) => {
      const start = this.#starts[at] ?? 0;
      this.#parts.set(oid, start);
      this.#starts[at + 1] = start + oid.length;
      const piece = typeof value === 'function' ? Buffer.alloc(0) : encodeVarbind(oid, encodeValue(value));
      if (typeof value === 'function') this.#live.set(at, value);
      pieces.push(piece);
      this.#offsets[at + 1] = (this.#offsets[at] ?? 0) + piece.length;
    });
    this.#encoded = Buffer.concat(pieces);
  }

  get size(): number {
    return this.#starts.length - 1;
  }

  oid(position: number): Oid {
    return [...this.#parts.subarray(this.#starts[position], this.#starts[position + 1])];
  }

  /** The position of the first variable whose OID is not below the given one; `size` when there is none. */
  from(oid: Oid): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(middle, oid) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The position of the variable; -1 when there is none. */
  find(oid: Oid): number {
    const position = this.from(oid);
    return position < this.size && this.#compare(position, oid) === 0 ? position : -1;
  }

  /** The position of the first variable after the OID; `size` when there is none. */
  after(oid: Oid): number {
    const position = this.from(oid);
    return position < this.size && this.#compare(position, oid) === 0 ? position + 1 : position;
  }

  /** The varbind as it goes over the wire. */
  varbind(position: number): Buffer {
    const changed = this.#changed.get(position);
    if (changed !== undefined) return changed;
    const live = this.#live.get(position);
    if (live !== undefined) return encodeVarbind(this.oid(position), encodeValue(live()));
    return this.#encoded.subarray(this.#offsets[position], this.#offsets[position + 1]);
  }

  value(position: number): SnmpValue {
    const reader = new BerReader(new BerReader(this.varbind(position)).expect(tags.Sequence));
    reader.next();
    const { tag, contents } = reader.next();
    return decodeValue(tag, contents);
  }

  change(position: number, value: SnmpValue): void {
    this.#changed.set(position, encodeVarbind(this.oid(position), encodeValue(value)));
  }

  /** What stands under some OIDs and does not change by itself. */
  held(roots: readonly Oid[]): { readonly oid: string; readonly value: SnmpValue }[] {
    const positions = new Set<number>();
    for (const root of roots) {
      for (let position = this.from(root); position < this.size && isUnder(this.oid(position), root); position += 1) {
        if (this.#changed.has(position) || !this.#live.has(position)) positions.add(position);
      }
    }
    return [...positions].map((position) => ({ oid: this.oid(position).join('.'), value: this.value(position) }));
  }

  /** A table with the same variables but those left out, and some more. */
  with(more: readonly SnmpVariable[], isLeftOut: (oid: Oid) => boolean): VariableTable {
    const kept: SnmpVariable[] = [];
    for (let position = 0; position < this.size; position += 1) {
      const oid = this.oid(position);
      if (!isLeftOut(oid)) kept.push({ oid: oid.join('.'), value: (this.#changed.has(position) ? undefined : this.#live.get(position)) ?? this.value(position) });
    }
    return new VariableTable([...kept, ...more]);
  }

  #compare(position: number, oid: Oid): number {
    const start = this.#starts[position] ?? 0;
    const length = (this.#starts[position + 1] ?? 0) - start;
    const shared = Math.min(length, oid.length);
    for (let at = 0; at < shared; at += 1) {
      const difference = (this.#parts[start + at] ?? 0) - (oid[at] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - oid.length;
  }
}

function compare(one: Oid, other: Oid): number {
  const shared = Math.min(one.length, other.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
