import { expect, test } from 'vitest';
import { monthsUntil, percent } from './figures.ts';

test('months are counted back over the turn of the year', () => {
  const last = new Date('2026-02-28T23:00:00Z');
  expect(monthsUntil(last, 4, 'Europe/London')).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  // Where March has begun it can be asked for.
  expect(monthsUntil(last, 2, 'Asia/Tokyo')).toEqual(['2026-03', '2026-02']);
});

test('what is not quite all is not shown as all', () => {
  expect([100, 99.9996, 0, null].map(percent)).toEqual(['100.000 %', '99.999 %', '0.000 %', 'not watched']);
});
