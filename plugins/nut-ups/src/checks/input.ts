import type { Check, Item } from '@jackfield/sdk';
import { atLeast } from '../levels.ts';
import type { Settings } from '../settings.ts';
import { resultOf, upsesOf, type Ups } from '../upses.ts';

function view(ups: Ups, { nominal, deviation }: Settings['input']): Omit<Item, 'name'> | null {
  const volts = ups.number('input.voltage');
  const metrics = ups.metrics(['input.voltage', 'input.frequency']);
  if (volts === null) return metrics.length === 0 ? null : { state: 'ok', summary: 'it tells its frequency only', metrics };
  const wanted = ups.number('input.voltage.nominal') ?? nominal;
  // What it should be is told neither by the UPS nor by the settings: it is measured, not judged.
  if (wanted === undefined || wanted <= 0) return { state: 'ok', summary: `${volts} V`, metrics };
  const off = (Math.abs(volts - wanted) / wanted) * 100;
  return { state: atLeast(off, deviation), summary: `${volts} V of ${wanted} V`, metrics };
}

/** The voltage that the UPS is fed with. */
export const input: Check<Settings> = async ({ tcp, settings }) => resultOf(await upsesOf(tcp), (ups) => view(ups, settings.input));
