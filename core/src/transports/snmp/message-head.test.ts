import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageHead } from './message-head.ts';

const community = Buffer.from('302602010104067075626c6963a319020412345678020100020100300b300906052b060102010500', 'hex');

test('the number of a message is that of its answer, however many octets it is written in', () => {
  expect(messageHead(community)).toEqual({ version: 1, number: 0x12345678, security: null });
  expect(messageHead(Buffer.from('302702010104067075626c6963a31a02050012345678020100020100300b300906052b060102010500', 'hex'))?.number).toBe(0x12345678);
});

test('of SNMPv3 it has who protects it, and whether it is a report', () => {
  const report = Buffer.from('303e020103300f02030f4240020300ffe304010302010304133011040580001f8801020105020207d0040004000400' + '3013040004' + '00a80d02010002010002010030023000', 'hex');
  expect(messageHead(report)).toMatchObject({ version: 3, number: 1_000_000, security: { isSigned: true, isEncrypted: true } });
});

test('what is no SNMP, or cut short, has none', () => {
  for (let length = 0; length < community.length; length += 1) expect(messageHead(community.subarray(0, length))).toBeNull();
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => void messageHead(Buffer.from(noise))));
});
