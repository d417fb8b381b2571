import { expect, test } from 'vitest';
import { isPassword } from './password.ts';

test('passwords that come while many wait are refused, and taken again when those are done', async () => {
  // The cheapest there is: what is looked at here is the queue.
  const kept = '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg';
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => isPassword('x', kept)));
  expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code))).toEqual([...Array.from({ length: 33 }, () => false), ...Array.from({ length: 7 }, () => 'JF8411')]);
  expect(await isPassword('x', kept)).toBe(false);
});
