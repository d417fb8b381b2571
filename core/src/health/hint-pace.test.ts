import { result, type CheckResult } from '@jackfield/sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { device, Rig } from './testing/rig.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => vi.useRealTimers());

const second = 1_000;
const minute = 60 * second;

test('a hint is followed within a second, also right after a run and while one is under way', async () => {
  await using rig = new Rig([device('sw')], { fans: { title: 'Fans', every: '1h' } });
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(minute);
  const hint = (): unknown => rig.events.emit('plugin.watch', { plugin: 'widget', device: 'id-sw', name: 'x', summary: 'x', hints: ['fans'] });
  for (let index = 0; index < 3; index += 1) {
    rig.calls.length = 0;
    for (let many = 0; many < 100; many += 1) hint();
    await vi.advanceTimersByTimeAsync(second);
    expect(rig.calls).toHaveLength(1);
  }
  const look = Promise.withResolvers<CheckResult>();
  rig.answer = () => look.promise;
  rig.calls.length = 0;
  hint();
  await vi.advanceTimersByTimeAsync(5 * second);
  hint();
  expect(rig.calls).toHaveLength(1);
  look.resolve(result.ok('fine'));
  await vi.advanceTimersByTimeAsync(second);
  expect(rig.calls).toHaveLength(2);
});

test('a plugin event brings its checks forward, ten times at once and at the pace of retries after that', async () => {
  await using rig = new Rig([device('sw')], { fans: { title: 'Fans', every: '1h' } });
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(minute);
  rig.calls.length = 0;
  const hint = (): unknown => rig.events.emit('plugin.watch', { plugin: 'widget', device: 'id-sw', name: 'x', summary: 'x', hints: ['fans'] });
  for (let index = 0; index < 60; index += 1) {
    hint();
    await vi.advanceTimersByTimeAsync(second);
  }
  expect(rig.calls.length).toBeGreaterThanOrEqual(12);
  expect(rig.calls.length).toBeLessThanOrEqual(15);
});
