import { resolve } from 'node:path';
import { superviseProcess } from '../../../core/dist/plugins/index.js';
import { median, type Figure } from '../figure.ts';

const count = 20_000;
const device = { id: 'd', name: 'd', site: 's', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {} };

/** Operations that the host answers at once: the channel and its two ends, nothing behind. */
export async function channel(): Promise<Figure[]> {
  const directory = resolve(import.meta.dirname, '../plugins/bench');
  await using plugin = superviseProcess({
    id: 'bench', directory, entry: resolve(directory, 'plugin.js'), points: {}, onState: () => undefined,
    declared: { discovery: ['agent'], checks: ['gets', 'calls'], resources: [], watchers: [], notifiers: [] },
  });
  const handlers = { operate: async () => '{"sent":1,"received":1,"rttMs":null}', subscribe: async function* () {}, log: () => undefined, watch: () => undefined };
  const rate = async (atOnce: number): Promise<number> => {
    const startedAt = performance.now();
    await plugin.invoke({ phase: 'check', kind: 'checks', name: 'calls', device, settings: { count, atOnce }, input: {}, deadlineMs: 60_000 }, handlers, 'bench');
    return (count * 1_000) / (performance.now() - startedAt);
  };
  await rate(64);
  const rates: number[] = [];
  for (let round = 0; round < 5; round += 1) rates.push(await rate(64));
  return [
    { name: 'round trips between plugin and host', value: median(rates), unit: '/s', note: '64 in flight' },
    { name: 'round trips between plugin and host', value: await rate(1), unit: '/s', note: 'one after the other' },
  ];
}
