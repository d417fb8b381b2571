import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from './clock.ts';
import { Timetable } from './timetable.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

interface Entry { readonly name: number }

test('calls each entry that was not taken out once, at the time set last or with the next that ring together, with one timer', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(20), fc.option(fc.nat(10_000), { freq: 4 })), { maxLength: 200 }), (settings) => {
    vi.setSystemTime(0);
    const called: [number, number][] = [];
    using table = new Timetable<Entry>(systemClock, (entry) => called.push([Date.now(), entry.name]));
    const entries = Array.from({ length: 21 }, (_, name) => ({ name }));
    const last = new Map<number, number>();
    for (const [name, at] of settings) {
      const entry = entries[name] ?? { name };
      if (at === null) {
        table.delete(entry);
        last.delete(name);
      } else {
        table.set(entry, at);
        last.set(name, at);
      }
      expect([table.size, table.dueAt(entry), vi.getTimerCount() <= 1, at === null || vi.getTimerCount() === 1]).toEqual([last.size, at, true, true]);
    }
    vi.advanceTimersByTime(10_021);
    expect(called.map(([, name]) => name).sort((a, b) => a - b)).toEqual([...last.keys()].sort((a, b) => a - b));
    for (const [at, name] of called) expect([at - (last.get(name) ?? NaN) >= 0, at - (last.get(name) ?? NaN) <= 20]).toEqual([true, true]);
    const rings = [...new Set(called.map(([at]) => at))];
    for (const [position, at] of rings.entries()) expect(at - (rings[position - 1] ?? -20)).toBeGreaterThanOrEqual(20);
  }));
});

test('an entry taken out is not called, and nothing is left behind', () => {
  const due = vi.fn();
  const entry = { name: 1 };
  const table = new Timetable<Entry>(systemClock, due);
  table.set(entry, 100);
  table.delete(entry);
  vi.advanceTimersByTime(200);
  expect(due).not.toHaveBeenCalled();
  table.set(entry, 400);
  table[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);
});

test('a clock that is set back holds nothing up', () => {
  const due = vi.fn();
  using table = new Timetable<Entry>(systemClock, due);
  vi.setSystemTime(3_600_000);
  table.set({ name: 1 }, 3_600_000);
  vi.advanceTimersByTime(1);
  vi.setSystemTime(0);
  table.set({ name: 2 }, 50);
  vi.advanceTimersByTime(50);
  expect(due).toHaveBeenCalledTimes(2);
});

test('a wait longer than a timer can be is kept', () => {
  const due = vi.fn();
  using table = new Timetable<Entry>(systemClock, due);
  table.set({ name: 1 }, 30 * 86_400_000);
  vi.advanceTimersByTime(29 * 86_400_000);
  expect(due).not.toHaveBeenCalled();
  vi.advanceTimersByTime(86_400_000);
  expect(due).toHaveBeenCalledOnce();
});
