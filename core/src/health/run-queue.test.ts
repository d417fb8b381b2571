import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RunQueue } from './run-queue.ts';

test('a device that never answers holds its own lane only', async () => {
  const queue = new RunQueue(10);
  const done: string[] = [];
  const held = Promise.withResolvers<void>();
  for (let index = 0; index < 20; index += 1) queue.add('dead', 2, () => held.promise);
  for (let index = 0; index < 20; index += 1) queue.add('well', 2, async () => void done.push('well'));
  await setImmediate();
  expect(done).toHaveLength(20);
  expect(queue.running).toBe(2);
  held.resolve();
  await setImmediate();
  expect(queue.running).toBe(0);
});

test('lanes take turns when there is not room for all', async () => {
  const queue = new RunQueue(1);
  const order: string[] = [];
  for (const device of ['a', 'b', 'c']) {
    for (let index = 0; index < 3; index += 1) queue.add(device, 2, async () => void order.push(device));
  }
  await setImmediate();
  expect(order).toHaveLength(9);
  expect(new Set(order.slice(1, 4))).toEqual(new Set(['a', 'b', 'c']));
});
