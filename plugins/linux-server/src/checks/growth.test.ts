import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecastSeconds } from '../readings/forecast.ts';
import { Growth } from './growth.ts';

const hour = 3_600;

test('a disk that grows steadily is full when the line says so', () => {
  const growth = new Growth();
  const told = [0, 1, 2, 3, 4].map((at) => growth.note('d1', '/', { at: at * hour, used: 500 + 50 * at, size: 1_000 }));
  expect(told).toEqual([null, null, null, expect.closeTo(7 * hour), expect.closeTo(6 * hour)]);
});

test('what leaps, shrinks, or is further off than the past reaches is not foretold', () => {
  const looks = (used: readonly number[], size = 1_000) => used.map((each, at) => ({ at: at * hour, used: each, size }));
  const told = (used: readonly number[], size = 1_000) => {
    const samples = looks(used, size);
    return forecastSeconds(samples, samples.at(-1) ?? { at: 0, used: 0, size });
  };
  expect(told([500, 500, 500, 500])).toBeNull();
  expect(told([500, 450, 400, 350])).toBeNull();
  expect(told([500, 700, 400, 900, 410])).toBeNull();
  expect(told([500, 501, 502, 503], 100_000)).toBeNull();
});

test('a forecast is never negative, whatever was seen', () => {
  const sample = fc.record({ at: fc.nat(10_000_000), used: fc.nat(2_000), size: fc.constant(1_000) });
  fc.assert(fc.property(fc.array(sample, { maxLength: 60 }), (samples) => {
    const growth = new Growth();
    for (const each of samples) expect(growth.note('d1', '/', each) ?? 0).toBeGreaterThanOrEqual(0);
  }));
});

test('looks close together do not make a past, and a larger disk begins anew', () => {
  const growth = new Growth();
  for (let at = 0; at < 20; at += 1) expect(growth.note('d1', '/', { at, used: 500 + at, size: 1_000 })).toBeNull();
  for (let at = 1; at < 4; at += 1) growth.note('d1', '/', { at: at * hour, used: 600 + 50 * at, size: 1_000 });
  expect(growth.note('d1', '/', { at: 4 * hour, used: 800, size: 2_000 })).toBeNull();
});
