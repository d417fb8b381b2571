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

test('what waits for its device takes no place of those that work, up to the most of all', async () => {
  const queue = new RunQueue(2, 6);
  const begun: string[] = [];
  const answers: (() => void)[] = [];
  const silent = (name: string) => async (waits: (isWaiting: boolean) => void): Promise<void> => {
    begun.push(name);
    waits(true);
    await new Promise<void>((resolve) => answers.push(resolve));
    waits(false);
  };
  const held = Promise.withResolvers<void>();
  for (let index = 0; index < 8; index += 1) queue.add(`dead-${index}`, 1, silent(`dead-${index}`));
  queue.add('at work', 1, () => held.promise);
  await setImmediate();
  expect(begun).toHaveLength(6);
  expect(queue.running).toBe(6);
  answers.shift()?.();
  await setImmediate();
  expect(begun).toHaveLength(7);
  for (let round = 0; round < 8; round += 1) {
    for (const answer of answers.splice(0)) answer();
    await setImmediate();
  }
  expect(queue.running).toBe(1);
  held.resolve();
  await setImmediate();
  expect(queue.running).toBe(0);
});

test('what is over and says that it waits after all makes room for nobody', async () => {
  const queue = new RunQueue(2, 100);
  const held = Promise.withResolvers<void>();
  const late: ((isWaiting: boolean) => void)[] = [];
  for (let index = 0; index < 10; index += 1) {
    queue.add(`busy-${index}`, 1, (waits) => {
      late.push(waits);
      return held.promise;
    });
  }
  await setImmediate();
  expect(queue.running).toBe(2);
  held.resolve();
  await setImmediate();
  expect(queue.running).toBe(0);
  for (const waits of late) waits(true);
  let running = 0;
  for (let index = 0; index < 5; index += 1) queue.add(`next-${index}`, 1, () => new Promise(() => (running += 1)));
  await setImmediate();
  expect(running).toBe(2);
});
