import { expect, test } from 'vitest';
import { pluginStatus } from '../testing/index.ts';
import { ratesBetween, sortedRates } from './index.ts';

const sample = (clockMs: number, ...plugins: Partial<typeof pluginStatus>[]) => ({ clockMs, plugins: plugins.map((one) => ({ ...pluginStatus, ...one })) });

test('rates are what was counted between two samples, by the second', () => {
  const [rates] = ratesBetween(sample(1_000, { cpuMs: 100, operations: 10, messages: 100, refused: 0 }), sample(3_000, { cpuMs: 1_100, operations: 60, messages: 300, refused: 1, waiting: 7 }));
  expect(rates).toMatchObject({ cpuPercent: 50, operations: 25, messages: 100, refused: 0.5, waiting: 7 });
});

test('a process that was started anew in between has no negative rates', () => {
  const [rates] = ratesBetween(sample(0, { pid: 1, cpuMs: 9_000 }), sample(1_000, { pid: 2, cpuMs: 250 }));
  expect(rates?.cpuPercent).toBe(25);
});

test('a plugin that was not there before counts from nothing; the order is as asked', () => {
  const rates = ratesBetween(sample(0), sample(1_000, { id: 'a', pid: 1, cpuMs: 10, operations: 9, pssBytes: 5 }, { id: 'b', pid: 2, cpuMs: 90, operations: 1, pssBytes: null }));
  expect(sortedRates(rates, 'cpu').map(({ id }) => id)).toEqual(['b', 'a']);
  expect(sortedRates(rates, 'operations').map(({ id }) => id)).toEqual(['a', 'b']);
  expect(sortedRates(rates, 'memory').map(({ id }) => id)).toEqual(['a', 'b']);
});
