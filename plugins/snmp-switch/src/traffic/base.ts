import { counters, type Clocks, type Count, type Counter, type PortReading, type Reading } from './reading.ts';

/** A reading kept for the next one, packed: tens of thousands of ports are remembered. */
export interface Base extends Clocks {
  /** Places by ifIndex. */
  readonly places: ReadonlyMap<number, number>;
  readonly discontinuities: Float64Array;
  /** As many for each port as there are counters; and their bits, 0 for one that the port lacks. */
  readonly values: BigUint64Array;
  readonly bits: Uint8Array;
}

export function baseOf({ at, ticks, ports }: Reading): Base {
  const places = new Map<number, number>();
  const discontinuities = new Float64Array(ports.size);
  const values = new BigUint64Array(ports.size * counters.length);
  const bits = new Uint8Array(values.length);
  for (const [index, port] of ports) {
    const place = places.size;
    places.set(index, place);
    discontinuities[place] = port.discontinuity;
    counters.forEach((name, column) => {
      const count = port.counts[name];
      if (count === undefined) return;
      values[place * counters.length + column] = count.value;
      bits[place * counters.length + column] = count.bits;
    });
  }
  return { at, ticks, places, discontinuities, values, bits };
}

/** What a port had counted then; undefined for one that was not up. */
export function portOfBase(base: Base, index: number): Pick<PortReading, 'counts' | 'discontinuity'> | undefined {
  const place = base.places.get(index);
  if (place === undefined) return undefined;
  const counts: { [Name in Counter]?: Count } = {};
  counters.forEach((name, at) => {
    const bits = base.bits[place * counters.length + at];
    if (bits === 32 || bits === 64) counts[name] = { value: base.values[place * counters.length + at] ?? 0n, bits };
  });
  return { counts, discontinuity: base.discontinuities[place] ?? 0 };
}
