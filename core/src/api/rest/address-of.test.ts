import { expect, test } from 'vitest';
import { addressOf } from './address-of.ts';

test('a proxy on this machine is believed of the last entry that it wrote; whoever asks from elsewhere is not', () => {
  const forwarded = (ip: string, claimed: string): string => addressOf({ ip, headers: { 'x-forwarded-for': claimed } });
  expect(forwarded('127.0.0.1', '198.51.100.7')).toBe('198.51.100.7');
  expect(forwarded('::ffff:127.0.0.1', '127.0.0.1, 198.51.100.7')).toBe('198.51.100.7');
  for (const claimed of ['127.0.0.1', '::1', '10.1.0.1, 127.0.0.1', '127.0.0.1\t']) expect(forwarded('203.0.113.9', claimed)).toBe('203.0.113.9');
  for (const claimed of ['localhost', '<b>', '', '127.0.0.1:80x', '1'.repeat(60)]) expect(forwarded('127.0.0.1', claimed)).toBe('127.0.0.1');
});
