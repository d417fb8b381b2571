import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Queue } from './queue.ts';

const never = new AbortController().signal;

test('never more at once than allowed, all in order, whatever fails', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { maxLength: 20 }), async (atOnce, fails) => {
    const queue = new Queue(atOnce);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    await Promise.allSettled(fails.map((failing, position) => queue.run(never, async () => {
      started.push(position);
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      if (failing) throw new Error('failed on purpose');
    })));
    expect(started).toEqual(fails.map((_, position) => position));
    expect(most).toBeLessThanOrEqual(atOnce);
    expect(queue.busy).toBe(false);
  }));
});

test('one that is called off leaves the line', async () => {
  const queue = new Queue(1);
  let release = (): void => undefined;
  const first = queue.run(never, () => new Promise<void>((done) => (release = done)));
  const stop = new AbortController();
  const second = queue.run(stop.signal, async () => 'second');
  const third = queue.run(never, async () => 'third');
  stop.abort(new Error('called off'));
  await expect(second).rejects.toThrow('called off');
  release();
  await first;
  expect(await third).toBe('third');
});
