import type { Check, Item } from '@jackfield/sdk';
import { atLeast } from '../levels.ts';
import type { Settings } from '../settings.ts';
import { resultOf, upsesOf, type Ups } from '../upses.ts';

function view(ups: Ups, levels: Settings['load']): Omit<Item, 'name'> | null {
  const share = ups.number('ups.load');
  const metrics = ups.metrics(['ups.load', 'ups.realpower', 'ups.power', 'output.voltage', 'output.current']);
  if (share === null) return metrics.length === 0 ? null : { state: 'ok', summary: 'it does not tell its share', metrics };
  const watts = ups.number('ups.realpower');
  return { state: atLeast(share, levels), summary: `${share} %${watts === null ? '' : `, ${watts} W`}`, metrics };
}

/** How much of what the UPS can give is taken. */
export const load: Check<Settings> = async ({ tcp, settings }) => resultOf(await upsesOf(tcp), (ups) => view(ups, settings.load));
