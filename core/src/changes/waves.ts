import type { JackfieldError } from '../errors/index.ts';
import type { Apart } from './apart.ts';
import type { ChangeFile } from './change-file.ts';
import { afterLaterWave } from './errors.ts';
import type { Order } from './orders.ts';
import type { WaveSettings } from './rollout.ts';

/** An order with the wave it goes in, and what goes and falls together with it. */
export interface WaveOrder {
  readonly order: Order;
  readonly wave: number;
  /** Id of the device, or of the site. */
  readonly unit: string;
}

/** Orders by wave, in their own order within each; or the entries that come before what they wait for. */
export interface Waves {
  readonly orders: readonly WaveOrder[];
  readonly errors: readonly JackfieldError[];
}

function sizeOf(size: number | string, all: number): number {
  return typeof size === 'number' ? size : Math.max(1, Math.ceil((Number.parseInt(size, 10) * all) / 100));
}

/** A device, or all devices of a site. */
interface Unit {
  readonly name: string;
  readonly orders: Order[];
  /** Earlier in the line: those it waits for. */
  readonly after: Set<Unit>;
  /** Those it must not share a wave with. */
  readonly apart: Set<Unit>;
}

/** Units in the order in which their first entry is pushed. */
function unitsOf(orders: readonly Order[], by: WaveSettings['by'], { entries }: ChangeFile, apart: Pick<Apart, 'from'>): readonly Unit[] {
  const units = new Map<string, Unit>();
  const ofDevice = new Map<string, Unit>();
  const ofEntry = new Map<string, Set<Unit>>();
  for (const order of orders) {
    const name = by === 'site' ? order.device.site : order.device.id;
    const unit = units.get(name) ?? { name, orders: [], after: new Set(), apart: new Set() };
    const entry = entries[order.entry];
    const site = order.device.site;
    if (!units.has(name)) for (const id of entry?.after ?? []) for (const before of ofEntry.get(`${site} ${id}`) ?? []) unit.after.add(before);
    units.set(name, unit);
    ofDevice.set(order.device.id, unit);
    if (entry?.id !== undefined && entry.id !== null) ofEntry.set(`${site} ${entry.id}`, (ofEntry.get(`${site} ${entry.id}`) ?? new Set()).add(unit));
    unit.orders.push(order);
  }
  for (const [device, unit] of ofDevice) for (const other of apart.from(device)) {
    const there = ofDevice.get(other);
    if (there !== undefined && there !== unit) unit.apart.add(there);
  }
  return [...units.values()];
}

/** The wave of each unit. One that may not join is let wait for the next wave, and with it those that come after it. */
function waveOfUnit(units: readonly Unit[], sizes: WaveSettings['sizes']): ReadonlyMap<Unit, number> {
  const waves = new Map<Unit, number>();
  let line = units;
  for (let wave = 0; line.length > 0; wave += 1) {
    const size = sizeOf(sizes[Math.min(wave, sizes.length - 1)] ?? units.length, units.length);
    let places = size;
    const left: Unit[] = [];
    for (const unit of line) {
      const mayJoin = places > 0 && [...unit.after].every((before) => waves.has(before)) && [...unit.apart].every((other) => waves.get(other) !== wave);
      if (!mayJoin) {
        left.push(unit);
        continue;
      }
      waves.set(unit, wave);
      places -= 1;
    }
    line = left;
  }
  return waves;
}

export function intoWaves(orders: readonly Order[], { sizes, by }: WaveSettings, file: ChangeFile, apart: Pick<Apart, 'from'>): Waves {
  const { entries, source } = file;
  const units = unitsOf(orders, by, file, apart);
  const waves = waveOfUnit(units, sizes);
  const unitOf = new Map(units.flatMap((unit) => unit.orders.map((order) => [order, unit] as const)));
  const placed = orders.flatMap((order) => {
    const unit = unitOf.get(order);
    return unit === undefined ? [] : [{ order, unit: unit.name, wave: waves.get(unit) ?? 0 }];
  });
  const errors: JackfieldError[] = [];
  for (const { order, wave } of placed) {
    const entry = entries[order.entry];
    const late = placed.find((other) => other.wave > wave && entry?.after.includes(entries[other.order.entry]?.id ?? '') === true && other.order.device.site === order.device.site);
    if (late === undefined) continue;
    errors.push(afterLaterWave(`${order.device.name} goes in wave ${wave + 1}, and waits for ${late.order.device.name} of wave ${late.wave + 1}`, { place: source.place(['changes', order.entry, 'after']) }));
  }
  return { orders: placed.toSorted((a, b) => a.wave - b.wave), errors };
}
