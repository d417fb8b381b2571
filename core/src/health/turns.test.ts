import { result } from '@jackfield/sdk';
import { expect, test, vi } from 'vitest';
import { minute, second, useFakeTime } from './testing/fake-time.ts';
import { device, Rig } from './testing/rig.ts';

useFakeTime();

test('checks of a device are due together, and each is told which others wait with it, and since when', async () => {
  const checks = Object.fromEntries([['a', '60s'], ['b', '60s'], ['c', '5m']].map(([name, every]) => [name, { title: name, every }]));
  await using rig = new Rig([device('sw')], checks);
  rig.settings['health'] = { perDevice: 1 };
  rig.answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, 2 * second));
    return result.ok('');
  };
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(11 * minute);
  const rounds = Map.groupBy(rig.calls, ({ at, maxAgeMs }) => at - maxAgeMs);
  expect([...rounds.values()].map((calls) => calls.map(({ check, alsoDue }) => [check, ...alsoDue].join(' ')).join(', '))).toEqual(expect.arrayContaining(['a b c, b c, c', 'a b, b']));
  // The first after the start, and two of five minutes.
  expect([...rounds.values()].filter((calls) => calls.length === 3)).toHaveLength(3);
  expect(rig.calls.map(({ maxAgeMs }) => maxAgeMs)).toEqual([...rounds.values()].flatMap((calls) => calls.map((_, place) => place * 2 * second)));
});

test('a check that is asked for tells nothing that is older than the asking, where it waited for its turn before', async () => {
  await using rig = new Rig([device('sw')], { a: { title: 'a', every: '60s' }, b: { title: 'b', every: '60s' } });
  rig.settings['health'] = { perDevice: 1, firstWithin: '1s' };
  const looks: (() => void)[] = [];
  rig.answer = async () => {
    await new Promise<void>((resolve) => looks.push(resolve));
    return result.ok('');
  };
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(3 * second);
  const asked = rig.health.checkNow('sw', { check: 'b' });
  await vi.advanceTimersByTimeAsync(second);
  looks[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  looks[1]?.();
  await asked;
  expect(rig.calls.map(({ check, maxAgeMs }) => [check, maxAgeMs])).toEqual([['a', 0], ['b', second]]);
});
