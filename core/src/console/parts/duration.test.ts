import { expect, test } from 'vitest';
import { duration, durationBetween, durationOf } from './duration.ts';

test('times are read in two units, and never as more than they are', () => {
  expect([null, 0, 0.4, 400, 59_999, 61_000, 3_600_000, 86_399_999, 90_061_000].map(duration)).toEqual(['–', '0 s', '< 1 ms', '400 ms', '59 s', '1 min 1 s', '1 h', '23 h 59 min', '1 d 1 h']);
});

test('what a clock that was put back would make negative is nothing', () => {
  expect([durationBetween('2026-01-01T10:00:00Z', '2026-01-01T12:05:00Z'), durationBetween('2026-01-01T10:00:00Z', '2026-01-01T09:00:00Z')]).toEqual(['2 h 5 min', '0 s']);
});

test('settings are read as people write them', () => {
  expect(['90m', '15s', '2d', 'off', 'soon'].map(durationOf)).toEqual(['1 h 30 min', '15 s', '2 d', 'off', 'soon']);
});
