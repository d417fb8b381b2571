import { expect, test } from 'vitest';
import { twoKeys } from './two-keys.ts';

const press = (key: string, timeStamp: number, ctrlKey = false) => ({ key, timeStamp, ctrlKey, altKey: false, metaKey: false });

test('the second key counts, soon after the first and without Ctrl; one alone leads nowhere', () => {
  const after = twoKeys('g');
  expect([press('g', 0), press('d', 400), press('d', 500), press('g', 1_000), press('d', 3_000), press('g', 4_000), press('c', 4_100, true), press('d', 4_200)].map(after)).toEqual([null, 'd', null, null, null, null, null, null]);
});
