import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OpenByNumber } from './open-by-number.ts';

/** Few numbers that collide, and some as large as an id may be. */
const numbers = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 5 }).map((step) => 4 * step), fc.maxSafeNat());
const steps = fc.array(fc.record({ number: numbers, opens: fc.boolean() }), { maxLength: 300 });

test('whatever opens and closes, it has what a Map would have', () => {
  fc.assert(fc.property(steps, fc.constantFrom(1, 2, 4, 64), (list, places) => {
    const [open, map] = [new OpenByNumber<object>(places), new Map<number, object>()];
    for (const [at, { number, opens }] of list.entries()) {
      const value = { at };
      if (opens) [open, map].forEach((either) => either.set(number, value));
      const closed = opens ? [] : [open.delete(number), map.delete(number)];
      expect(closed[0]).toBe(closed[1]);
      expect(open.size).toBe(map.size);
      for (const asked of [number, at, ...map.keys()]) {
        expect(open.get(asked)).toBe(map.get(asked));
        expect(open.has(asked)).toBe(map.has(asked));
      }
    }
    expect(new Map(open.entries())).toEqual(map);
  }));
});

test('what closes while all are gone through is still gone through, once', () => {
  const open = new OpenByNumber<{ id: number }>();
  for (let id = 1; id <= 100; id += 1) open.set(id, { id });
  const seen = open.entries().map(([id]) => {
    open.delete(101 - id);
    return id;
  });
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  expect(open.size).toBe(0);
});
