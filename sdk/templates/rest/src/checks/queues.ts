import { result, Unsupported, type Check, type Item } from '@jackfield/sdk';
import { getFields } from '../api.ts';
import type { Settings } from '../settings.ts';

/** How many messages wait in each queue. */
export const queues: Check<Settings> = async ({ http, settings: { queues: { warning, critical } } }) => {
  const lengths = Object.entries(await getFields(http, '/api/queues'));
  const items = lengths.flatMap(([name, length]): Item[] => {
    if (name === '' || typeof length !== 'number' || !Number.isFinite(length)) return [];
    const state = length >= critical ? 'critical' : length >= warning ? 'warning' : 'ok';
    return [{ name: name.slice(0, 200), state, summary: `${length} messages wait`, metrics: [{ name: 'queue.length', value: length }] }];
  });
  if (items.length === 0) throw new Unsupported('the appliance tells of no queue');
  const long = items.filter(({ state }) => state !== 'ok').length;
  return result.fromItems(long === 0 ? `${items.length} queues, all short` : `${long} of ${items.length} queues are long`, items);
};
