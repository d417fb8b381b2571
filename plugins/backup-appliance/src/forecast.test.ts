import { expect, test } from 'vitest';
import { forecast } from './forecast.ts';

const day = 86_400_000;
const weekly = (used: readonly number[]) => used.map((usedBytes, week) => ({ at: week * 7 * day, usedBytes }));

test('a room that fills by ten a day with 700 left is full in seventy days, and a line fits', () => {
  expect(forecast(weekly([0, 70, 140, 210]), 700)).toEqual({ days: expect.closeTo(70), samples: 4, fit: expect.closeTo(1) });
});

test('one that shrinks or stays is never full; a saw-tooth fits badly', () => {
  expect(forecast(weekly([90, 60, 30, 10]), 700)?.days).toBeNull();
  expect(forecast(weekly([50, 50, 50, 50]), 700)).toMatchObject({ days: null, fit: 1 });
  expect(forecast(weekly([0, 100, 5, 90, 10]), 700)?.fit).toBeLessThan(0.2);
});

test('three samples, or four of one day, are no trend', () => {
  expect(forecast(weekly([1, 2, 3]), 700)).toBeNull();
  expect(forecast([0, 1, 2, 3].map((hour) => ({ at: hour * 3_600_000, usedBytes: hour })), 700)).toBeNull();
});
