import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageHead } from './message-head.ts';

const community = Buffer.from('302602010104067075626c6963a319020412345678020100020100300b300906052b060102010500', 'hex');

test('the number of a message is that of its answer, however many octets it is written in', () => {
  expect(messageHead(community)).toEqual({ version: 1, number: 0x12345678, security: null });
  expect(messageHead(Buffer.from('302702010104067075626c6963a31a02050012345678020100020100300b300906052b060102010500', 'hex'))?.number).toBe(0x12345678);
});

test('of SNMPv3 it has who protects it, and whether it is a report', () => {
  const report = Buffer.from('3047020103300f02030f4240020205dc04010102010304193017040580001f8801020105020207d004036f7073040004003016040580001f88010400a80b0201000201000201003000', 'hex');
  expect(messageHead(report)).toEqual({ version: 3, number: 1_000_000, security: { isSigned: true, isEncrypted: false, engine: '80001f8801', boots: 5, time: 2_000, isReport: true } });
  expect(messageHead(Buffer.concat([report.subarray(0, report.lastIndexOf(0xa8)), Buffer.from([0xa2]), report.subarray(report.lastIndexOf(0xa8) + 1)]))?.security?.isReport).toBe(false);
});

test('what is no SNMP, or cut short, has none', () => {
  for (let length = 0; length < community.length; length += 1) expect(messageHead(community.subarray(0, length))).toBeNull();
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => void messageHead(Buffer.from(noise))));
});
