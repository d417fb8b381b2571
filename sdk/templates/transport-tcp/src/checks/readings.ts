import { result, Unsupported, type Check, type Item, type State } from '@jackfield/sdk';
import { list } from '../lines.ts';
import type { Settings } from '../settings.ts';

function item(name: 'load' | 'charge', text: string | undefined, stateOf: (percent: number) => State): Item[] {
  const percent = text === undefined || text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(percent) || percent < 0 || percent > 100) return [];
  return [{ name, state: stateOf(percent), summary: `${percent} %`, metrics: [{ name: `reading.${name}`, value: percent }] }];
}

/** Load and charge, as the appliance's own protocol tells them. */
export const readings: Check<Settings> = async ({ tcp, settings: { load, charge } }) => {
  const told = await list(tcp, 'readings');
  const items = [
    ...item('load', told.get('load'), (percent) => (percent >= load.critical ? 'critical' : percent >= load.warning ? 'warning' : 'ok')),
    ...item('charge', told.get('charge'), (percent) => (percent <= charge.critical ? 'critical' : percent <= charge.warning ? 'warning' : 'ok')),
  ];
  if (items.length === 0) throw new Unsupported('the appliance tells neither load nor charge');
  return result.fromItems(items.map(({ name, summary }) => `${name} ${summary}`).join(', '), items);
};
