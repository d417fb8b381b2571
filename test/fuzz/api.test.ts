import { expect, test } from 'vitest';
import { fuzzApi } from './api-fuzz.ts';
import { runApi } from './api-run.ts';

test('whatever the API is asked, and by whomever: no fault of its own, nothing of another site, nothing that its document does not name', async () => {
  const { violations, operations, statuses } = await fuzzApi({ seed: 20_261_128, runs: 20 });
  expect(violations).toEqual([]);
  expect(operations).toBeGreaterThan(90);
  // What is asked is near enough to what is right that much of it is done.
  expect(statuses.get(200)).toBeGreaterThan(300);
}, 120_000);

test('it says what it can be told', async () => {
  await expect(runApi(['--runs', 'many'])).rejects.toThrow('runs');
  await expect(runApi(['--run', '3'])).rejects.toThrow('--run');
});
