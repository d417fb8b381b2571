import { expect, test } from 'vitest';
import { trapName, varbindText } from './trap-words.ts';

test('what every agent sends is told in words, the rest by number', () => {
  expect([trapName('1.3.6.1.6.3.1.1.5.3'), trapName('1.3.6.1.4.1.9.9.1')]).toEqual(['link down', '1.3.6.1.4.1.9.9.1']);
  expect(varbindText({ oid: '1.3.6.1.2.1.2.2.1.8.3', type: 'Integer', value: 2 })).toBe('is down');
  expect(varbindText({ oid: '1.3.6.1.2.1.31.1.1.1.1.3', type: 'OctetString', value: 'Gi1/0/3' })).toBe('port Gi1/0/3');
});

test('bytes that are no text are told as bytes', () => {
  expect(varbindText({ oid: '1.2', type: 'OctetString', value: '\u0000\u001bÿ' })).toBe('1.2 00 1b ff');
  expect(varbindText({ oid: '1.2', type: 'Null', value: null })).toBe('1.2 Null');
});
