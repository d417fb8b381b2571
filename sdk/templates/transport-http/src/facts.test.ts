import { expect, test } from 'vitest';
import { readFacts } from './facts.ts';

test('a banner of the shell and half a line are no facts', () => {
  expect([...readFacts('Welcome!\nproduct=Gate\r\nserial=\nversion=3')]).toEqual([['product', 'Gate'], ['version', '3']]);
});
