import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventBacklog } from './event-backlog.ts';

test('events come in their order, however pushes and takes follow each other', () => {
  fc.assert(fc.property(fc.array(fc.boolean()), (steps) => {
    const backlog = new EventBacklog<number>();
    const model: number[] = [];
    for (const [at, isPush] of steps.entries()) {
      if (isPush) {
        backlog.push(at);
        model.push(at);
      }
      expect([isPush ? null : backlog.take(), backlog.size]).toEqual([isPush ? null : model.shift(), model.length]);
    }
  }));
});

test('of what nobody takes, the last ten thousand are kept, and what went is counted', () => {
  const backlog = new EventBacklog<number>();
  for (let event = 0; event < 25_000; event += 1) backlog.push(event);
  expect([backlog.size, backlog.dropped, backlog.take()]).toEqual([10_000, 15_000, 15_000]);
});

test('who waits is woken by an event, and by who has something else to tell', async () => {
  const backlog = new EventBacklog<string>();
  const first = backlog.wait();
  backlog.push('x');
  await first;
  const second = backlog.wait();
  backlog.wake();
  await second;
  expect(backlog.take()).toBe('x');
});
