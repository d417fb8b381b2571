import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dialogue, hasDialogues } from '../testing/dialogue.ts';
import { answering, asking } from '../testing/memory-pbx.ts';
import { pbx } from './pbx.ts';
import { registeredPhones } from './phones.ts';
import { phoneFacts } from './user-agent.ts';

test.each([
  ['Yealink SIP-T46S 66.84.0.15', 'Yealink', 'T46S', '66.84.0.15', null],
  ['Yealink SIP-T46S 66.84.0.15 001565abcdef', 'Yealink', 'T46S', '66.84.0.15', '00:15:65:ab:cd:ef'],
  ['snomD735/10.1.54.13', 'Snom', 'snomD735', '10.1.54.13', null],
  ['Grandstream GXP2170 1.0.9.135', 'Grandstream', 'GXP2170', '1.0.9.135', null],
  ['PolycomVVX-VVX_411-UA/5.9.3.2857', 'Poly', 'VVX 411', '5.9.3.2857', null],
  ['Cisco/SPA504G-7.6.2f', 'Cisco', 'SPA504G', '7.6.2f', null],
  ['Fanvil X4U 2.4.5.1 0c383e112233', 'Fanvil', 'X4U', '2.4.5.1', '0c:38:3e:11:22:33'],
  ['Gigaset N510 IP PRO/42.245.00.000.000', 'Gigaset', 'N510 IP PRO', '42.245.00.000.000', null],
  ['PJSUA/v2.17 Linux', null, 'PJSUA', '2.17', null],
  ['a phone of somebody', null, null, null, null],
])('%s', (agent, vendor, model, version, mac) => {
  expect(phoneFacts(agent)).toEqual({ vendor, model, version, mac });
});

test.each(['', 'Asterisk PBX 20.5.0', 'FPBX-16.0.40', 'holdout-pbx', 'FreeSWITCH-mod_sofia/1.10', 'Patton SN4120'])('%j is no phone', (agent) => {
  expect(phoneFacts(agent)).toBeNull();
});

test('whatever an agent is called, a phone or none comes of it', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (agent) => {
    const facts = phoneFacts(agent);
    expect(facts === null || [facts.vendor, facts.model, facts.version, facts.mac].every((fact) => fact === null || fact.length <= 200)).toBe(true);
  }));
});

const contact = (endpoint: string, uri: string, agent: string, via = '') => [['Event', 'ContactList'], ['Endpoint', endpoint], ['Uri', uri], ['ViaAddr', via], ['UserAgent', agent]] as const;

test('each address is one phone, with the names that register there; other PBXs are none', async () => {
  const phones = await registeredPhones(answering({ PJSIPShowContacts: [
    contact('1001', 'sip:1001@192.0.2.21:5060;ob', 'Yealink SIP-T46S 66.84.0.15 001565abcdef'), contact('1003', 'sip:1003@192.0.2.30', 'Gigaset N510 IP PRO/42.245'),
    contact('1002', 'sip:1002@192.0.2.30', 'Gigaset N510 IP PRO/42.245'), contact('1004', 'sip:1004@phone.example', 'snomD735/10.1.54.13', '192.0.2.22'),
    contact('carrier', 'sip:x@192.0.2.9', 'Asterisk PBX 20.5.0'), contact('1005', 'sip:1005@[2001:db8::7]:5060', 'Linphone/3.6.1'), contact('1006', 'sip:x@nowhere.example', 'Linphone/3.6.1'),
  ] }));
  expect(phones?.map(({ address, name, vendor, model, keys }) => [address, name, vendor, model, keys.map(({ value }) => value)])).toEqual([
    ['192.0.2.21', '1001', 'Yealink', 'T46S', ['00:15:65:ab:cd:ef']], ['192.0.2.30', '1002, 1003', 'Gigaset', 'N510 IP PRO', []], ['192.0.2.22', '1004', 'Snom', 'snomD735', []],
    ['2001:db8::7', '1005', null, 'Linphone', []],
  ]);
});

test('who may not list contacts tells of no phones, which leaves those that are known', async () => {
  expect(await registeredPhones(answering({}))).toBeUndefined();
  expect(await pbx.inspect(asking(answering({})))).not.toHaveProperty('attached');
});

test.skipIf(!hasDialogues)('a real Asterisk, recorded: three phones at one address, and the trunk is no phone', async () => {
  expect(await registeredPhones(new Dialogue('07-pjsip-registered'))).toEqual([
    { address: '127.0.0.1', kind: 'phone', name: '1001, 1002, 1003', vendor: null, model: 'PJSUA', os: null, version: '2.17', serial: null, keys: [] },
  ]);
});
