import { expect, test } from 'vitest';
import { origin } from './origin.ts';
import { isPassword } from './password.ts';

// The cheapest there is: what is looked at here is the queue.
const kept = '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg';

test('passwords that come while many wait are refused, and taken again when those are done', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => isPassword('x', kept)));
  expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code))).toEqual([...Array.from({ length: 33 }, () => false), ...Array.from({ length: 7 }, () => 'JF8411')]);
  expect(await isPassword('x', kept)).toBe(false);
});

test('however many passwords come from one network, somebody elsewhere is looked at, and next', async () => {
  const done: string[] = [];
  const from = async (address: string): Promise<string> => {
    const outcome = await origin.run(address, () => isPassword('x', kept)).then(String, (error: unknown) => Object(error).code);
    done.push(address);
    return outcome;
  };
  // Addresses of one IPv6 network are one place; what follows the address is of whoever asks.
  const flood = Array.from({ length: 40 }, (_none, at) => from(`2001:db8:0:7::${at.toString(16)}, session ${at}`));
  const honest = ['192.0.2.1', '2001:db8:0:8::1'].map(from);
  expect(await Promise.all(honest)).toEqual(['false', 'false']);
  expect(done.indexOf('2001:db8:0:8::1')).toBeLessThan(20);
  const outcomes = await Promise.all(flood);
  // The two took the places of the last two that waited.
  expect([outcomes.filter((one) => one === 'false').length, outcomes.filter((one) => one === 'JF8411').length]).toEqual([31, 9]);
});
