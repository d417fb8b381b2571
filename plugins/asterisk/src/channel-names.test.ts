import { expect, test } from 'vitest';
import { peerOf, withoutNumber } from './channel-names.ts';

test.each([
  ['PJSIP/york-trunk-0000002a', 'PJSIP/york-trunk'], ['SIP/1001-0000000F', 'SIP/1001'], ['Local/600@internal-00000001;2', 'Local/600@internal'], ['IAX2/york-4711', 'IAX2/york'],
  ['IAX2/10.0.0.9:4569-12', 'IAX2/10.0.0.9:4569'], ['IAX2/york-12345678', 'IAX2/york'], ['DAHDI/1-1', 'DAHDI/1'], ['PJSIP/desk-12', 'PJSIP/desk-12'], ['constructor/x-00000001', 'constructor/x'], ['', ''],
])('%s is a channel of %s', (channel, name) => {
  expect([withoutNumber(channel), peerOf(channel)]).toEqual([name, name]);
});

test('an ISDN line is one peer, whatever number is called over it', () => {
  expect([withoutNumber('DAHDI/i1/555-1'), peerOf('DAHDI/i1/555-1'), peerOf('DAHDI/i1/5550199-1f')]).toEqual(['DAHDI/i1/555', 'DAHDI/i1', 'DAHDI/i1']);
});
