import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstTurn, nextTurn, phase } from './spread.ts';

const key = fc.string({ minLength: 1 });
const interval = fc.integer({ min: 1_000, max: 86_400_000 });
const now = fc.integer({ min: 0, max: 4_000_000_000_000 });

test('the next turn is later than now, at most one interval away, and on a grid that no start shifts', () => {
  fc.assert(fc.property(key, interval, now, now, (of, every, one, other) => {
    const turn = nextTurn(of, every, one);
    expect(turn).toBeGreaterThan(one);
    expect(turn - one).toBeLessThanOrEqual(every);
    expect(Math.abs(turn - nextTurn(of, every, other)) % every).toBe(0);
  }));
});

test('the first turn comes within the interval and within the window', () => {
  fc.assert(fc.property(key, interval, now, (of, every, at) => {
    const turn = firstTurn(of, every, at, 60_000);
    expect(turn).toBeGreaterThanOrEqual(at);
    expect(turn - at).toBeLessThan(Math.min(every, 60_000));
  }));
});

test('10,000 checks of like names are spread evenly over a minute', () => {
  const perSecond = Array.from({ length: 60 }, () => 0);
  for (let device = 0; device < 10_000; device += 1) {
    const second = Math.floor(phase(`device-${device}/snmp-switch/ports`, 60_000) / 1_000);
    perSecond[second] = (perSecond[second] ?? 0) + 1;
  }
  // 167 expected, standard deviation 13: five of them either way.
  expect(Math.min(...perSecond)).toBeGreaterThan(100);
  expect(Math.max(...perSecond)).toBeLessThan(235);
});
