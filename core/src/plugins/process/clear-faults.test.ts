import { outcome } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { pluginUnknown } from '../errors.ts';
import { clearData, clearFault, clearText } from './clear-faults.ts';

const thread = { redact: async (texts: readonly string[]) => texts.map((text) => text.replaceAll('Xk9-public!', 'REDACTED-C1')) };

test('the words of a plugin\'s fault lose what is known and what looks like a secret, in its causes too', async () => {
  const error = pluginUnknown('boom password=Hunter22Crash', { hint: 'ask Xk9-public!', cause: new Error('because of Xk9-public! and token=Hunter22Token') });
  await clearFault(error, thread);
  expect(error).toMatchObject({ code: 'JF2010', message: 'boom password=[redacted]', hint: 'ask REDACTED-C1', cause: { message: 'because of REDACTED-C1 and token=[redacted]' } });
  for (const text of [error.stack, error.cause instanceof Error ? error.cause.stack : '']) expect(text).not.toMatch(/Hunter22|Xk9/);
});

test('an outcome stays one, and its facts are cleared', async () => {
  const error = outcome('Refused', 'no: password=Hunter22Crash', { data: { layer: 'login', sent: { password: 'Hunter22Data' } } });
  await clearFault(error, thread);
  expect(error).toMatchObject({ kind: 'Refused', message: 'no: password=[redacted]', data: { layer: 'login', sent: { password: '[redacted]' } } });
});

test('without the thread what looks like a secret still goes', async () => {
  const error = new Error('boom password=Hunter22Crash');
  await clearFault(error, { redact: async () => Promise.reject(new Error('the thread ended')) });
  expect(error.message).toBe('boom password=[redacted]');
});

test('what is logged is cleared in its words and its data; the rest stays as it is', () => {
  expect(clearText('3 of 4 fans turn, password=Hunter22Log')).toBe('3 of 4 fans turn, password=[redacted]');
  expect(clearData({ fans: 3, apiKey: 'Hunter22', pairs: [{ name: 'password', value: 'Hunter22' }], note: ['ok', 'secret: Hunter22'] }))
    .toEqual({ fans: 3, apiKey: '[redacted]', pairs: [{ name: 'password', value: '[redacted]' }], note: ['ok', 'secret: [redacted]'] });
});

test('what has no end is cut: a plugin that sends a megabyte, or data within data, cannot keep the host busy', async () => {
  const endless = `${'snmpwalk -c '.repeat(100_000)}password=Hunter22Late`;
  expect(clearText(endless).length).toBeLessThan(20_000);
  const error = new Error(endless);
  await clearFault(error, { redact: async (texts) => { expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(20_000); return texts; } });
  expect(error.message.length).toBeLessThan(20_000);
  const deep = Array.from({ length: 20_000 }).reduce<unknown>((inner) => [inner], 'the innermost');
  expect(JSON.stringify(clearData(deep))).toMatch(/^\[+"…"\]+$/);
  expect(JSON.stringify(clearData(Array.from({ length: 5_000 }, () => 'ten letters'))).length).toBeLessThan(80_000);
  expect(clearText(`${'a '.repeat(4_000)}${'Hunter22'.repeat(100)}`)).not.toContain('Hunter22');
});
