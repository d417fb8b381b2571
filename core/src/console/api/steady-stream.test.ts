import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { steadyStream, type Source } from './steady-stream.ts';

class FakeSource extends EventTarget implements Source {
  readyState = 0;

  close(): void {
    this.readyState = 2;
  }

  opens(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  /** The browser tries again by itself, or has given it up. */
  fails(readyState: 0 | 2): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

function watched() {
  const [sources, told]: [FakeSource[], string[]] = [[], []];
  const stream = steadyStream({
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    state: (state) => told.push(state), anew: () => told.push('anew'), refused: () => told.push('refused'),
  });
  return { stream, sources, told };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a stream that the browser gave up is made anew, each time later, and everything is looked at when it is open', () => {
  const { stream, sources, told } = watched();
  stream.show();
  sources[0]?.opens();
  sources[0]?.fails(2);
  expect(told).toEqual(['live', 'connecting', 'refused']);
  const waited = Array.from({ length: 5 }, () => {
    const [began, count] = [Date.now(), sources.length];
    vi.advanceTimersToNextTimer();
    expect(sources).toHaveLength(count + 1);
    sources.at(-1)?.fails(2);
    return Date.now() - began;
  });
  for (const [index, ms] of [1_000, 2_000, 5_000, 15_000, 15_000].entries()) expect(Math.abs((waited[index] ?? 0) - ms)).toBeLessThanOrEqual(ms / 4 + 1);
  vi.advanceTimersToNextTimer();
  sources.at(-1)?.opens();
  expect(told.slice(-2)).toEqual(['live', 'anew']);
  expect(vi.getTimerCount()).toBe(0);
});

test('a lost connection is left to the browser', () => {
  const { stream, sources, told } = watched();
  stream.show();
  sources[0]?.opens();
  sources[0]?.fails(0);
  sources[0]?.opens();
  expect([sources.length, told, vi.getTimerCount()]).toEqual([1, ['live', 'connecting', 'live'], 0]);
});

test('while nobody looks there is no connection, and none is waited for', () => {
  const { stream, sources, told } = watched();
  stream.show();
  sources[0]?.opens();
  stream.hide();
  expect([sources[0]?.readyState, told.at(-1)]).toEqual([2, 'connecting']);
  stream.show();
  stream.show();
  expect(sources).toHaveLength(2);
  sources[1]?.fails(2);
  stream.hide();
  expect(vi.getTimerCount()).toBe(0);
  stream.show();
  sources[2]?.opens();
  expect(told.slice(-2)).toEqual(['live', 'anew']);
});
