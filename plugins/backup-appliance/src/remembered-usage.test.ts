import { expect, test } from 'vitest';
import { RememberedUsage } from './remembered-usage.ts';

const day = 86_400_000;

test('the least of each day is kept, and a room of another size begins anew', () => {
  const usage = new RememberedUsage();
  const note = (days: number, usedBytes: number, total = 1_000) => usage.note('d1', 'tank', total, { at: days * day, usedBytes });
  note(1, 500);
  note(1.3, 420);
  note(1.6, 600);
  expect(note(2, 430)).toEqual([{ at: 1.3 * day, usedBytes: 420 }, { at: 2 * day, usedBytes: 430 }]);
  expect(usage.note('d2', 'tank', 1_000, { at: day, usedBytes: 1 })).toHaveLength(1);
  expect(note(3, 430, 2_000)).toEqual([{ at: 3 * day, usedBytes: 430 }]);
});

test('two months are remembered, not more', () => {
  const usage = new RememberedUsage();
  let samples: readonly unknown[] = [];
  for (let days = 0; days < 100; days += 1) samples = usage.note('d1', 'tank', 1_000, { at: days * day, usedBytes: days });
  expect(samples).toHaveLength(62);
});
