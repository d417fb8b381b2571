import { expect, test, vi } from 'vitest';
import { minute, second, useFakeTime } from './testing/fake-time.ts';
import { device, Rig } from './testing/rig.ts';

useFakeTime();

const fans = { fans: { title: 'Fans', every: '60s' } };

test('echoes in their turn leave together, each device’s as often as before; a doubt waits for no others', async () => {
  const devices = Array.from({ length: 200 }, (_none, at) => device(`sw${at}`, `127.0.1.${at + 1}`));
  await using rig = new Rig(devices, fans);
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(2 * minute);
  rig.sweeps.length = 0;
  await vi.advanceTimersByTimeAsync(minute);
  expect(rig.sweeps.flatMap(({ addresses }) => addresses)).toHaveLength(400);
  expect(rig.sweeps.length).toBeLessThanOrEqual(120);

  rig.silent.add('127.0.1.7');
  rig.sweeps.length = 0;
  await vi.advanceTimersByTimeAsync(minute);
  const [missed = 0, again = 0, last = 0] = rig.sweeps.filter(({ addresses }) => addresses.includes('127.0.1.7')).map(({ at }) => at);
  for (const pause of [again - missed, last - again]) {
    expect(pause).toBeGreaterThanOrEqual(2 * second);
    expect(pause).toBeLessThan(2.1 * second);
  }
});
