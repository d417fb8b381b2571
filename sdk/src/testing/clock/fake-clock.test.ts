import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.ts';

test('whatever is due within the time is called in its order, at its moment, and nothing else', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(100), { maxLength: 12 }), fc.nat(100), async (times, span) => {
    const clock = new FakeClock(1_000);
    const called: number[] = [];
    for (const at of times) clock.after(at, () => called.push(clock.now() - 1_000));
    await clock.advance(span);
    expect(called).toEqual(times.filter((at) => at <= span).sort((one, other) => one - other));
    expect(clock.now()).toBe(1_000 + span);
  }), { numRuns: 50 });
});

test('what a call sets up is due within the same advance', async () => {
  const clock = new FakeClock(0);
  const ticks: number[] = [];
  const tick = (): void => {
    ticks.push(clock.now());
    clock.after(60_000, tick);
  };
  clock.after(60_000, tick);
  await clock.advance(200_000);
  expect(ticks).toEqual([60_000, 120_000, 180_000]);
});

test('the clock stands while work goes on, and moves when all of it waits for the clock', async () => {
  const clock = new FakeClock(0);
  const seen: string[] = [];
  const work = async (): Promise<void> => {
    await new Promise((done) => setTimeout(done, 20));
    seen.push(`real work over at ${clock.now()}`);
    await clock.delay(500);
    seen.push(`slow device over at ${clock.now()}`);
  };
  clock.after(100, () => void clock.during(work()));
  clock.after(900, () => seen.push(`later at ${clock.now()}`));
  await clock.advance(1_000);
  expect(seen).toEqual(['real work over at 100', 'slow device over at 600', 'later at 900']);
});

test('the next thing is waited for; what is called off does not come; an abort ends a delay', async () => {
  const clock = new FakeClock(0);
  clock.after(5, () => expect.unreachable())[Symbol.dispose]();
  const next = clock.next();
  setTimeout(() => void clock.delay(70), 5);
  await next;
  expect(clock.now()).toBe(70);
  const aborter = new AbortController();
  const delay = clock.delay(10, aborter.signal);
  aborter.abort(new Error('closed'));
  await expect(delay).rejects.toThrow('closed');
  await expect(clock.delay(10, aborter.signal)).rejects.toThrow('closed');
});
