import type { JackfieldError } from '../errors/index.ts';
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

/** The wave of each unit, by its place in the line. */
function waveOfPlace(sizes: WaveSettings['sizes'], all: number): readonly number[] {
  const waves: number[] = [];
  for (let wave = 0; waves.length < all; wave += 1) {
    const size = sizeOf(sizes[Math.min(wave, sizes.length - 1)] ?? all, all);
    for (let place = 0; place < size && waves.length < all; place += 1) waves.push(wave);
  }
  return waves;
}

/** Units join the line in the order in which their first entry is pushed. */
export function intoWaves(orders: readonly Order[], { sizes, by }: WaveSettings, { entries, source }: ChangeFile): Waves {
  const unitOf = ({ device }: Order): string => (by === 'site' ? device.site : device.id);
  const units = [...new Set(orders.map(unitOf))];
  const waves = waveOfPlace(sizes, units.length);
  const placed = orders.map((order) => ({ order, unit: unitOf(order), wave: waves[units.indexOf(unitOf(order))] ?? 0 }));
  const errors: JackfieldError[] = [];
  for (const { order, wave } of placed) {
    const entry = entries[order.entry];
    const late = placed.find((other) => other.wave > wave && entry?.after.includes(entries[other.order.entry]?.id ?? '') === true && other.order.device.site === order.device.site);
    if (late === undefined) continue;
    errors.push(afterLaterWave(`${order.device.name} goes in wave ${wave + 1}, and waits for ${late.order.device.name} of wave ${late.wave + 1}`, { place: source.place(['changes', order.entry, 'after']) }));
  }
  return { orders: placed.toSorted((a, b) => a.wave - b.wave), errors };
}
