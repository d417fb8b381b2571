import { NotReady, type AmiReader, type CheckResult } from '@jackfield/sdk';
import { describe, expect, test } from 'vitest';
import { Dialogue, hasDialogues } from '../testing/dialogue.ts';
import { answering, asking, defaults } from '../testing/answering.ts';
import { calls } from './calls.ts';
import { queues } from './queues.ts';
import { tollFraud } from './toll-fraud.ts';
import { trunks } from './trunks.ts';
import { voicemail } from './voicemail.ts';

const value = ({ metrics, items }: CheckResult, name: string): number | undefined => [...metrics, ...items.flatMap((item) => item.metrics ?? [])].find((metric) => metric.name === name)?.value;

describe.skipIf(!hasDialogues)('a real Asterisk, recorded', () => {
  const during: AmiReader = { ...answering({}), list: (name, ...rest) => new Dialogue('12-channels-in-call').list(name, ...rest), action: (name) => new Dialogue('05-ping-core').action(name) };

  test('three channels are two calls, though CoreStatus calls them three', async () => {
    const found = await calls(asking(during));
    expect(found).toMatchObject({ state: 'ok', summary: '2, no limit calls on 3, no limit channels, 3 ulaw' });
    expect([value(found, 'calls.current'), value(found, 'channels.current'), value(found, 'channels.converted')]).toEqual([2, 3, 0]);
  });

  test('two accounts are in one call each, which is no fraud', async () => {
    const found = await tollFraud(asking<AmiReader>({ ...during, list: async (name, ...rest) => (name === 'CoreShowChannels' ? during.list(name, ...rest) : new Dialogue('08-registrations-outbound').list(name, ...rest)) }));
    expect(found).toMatchObject({ state: 'ok', summary: 'nothing unusual' });
    expect(value(found, 'calls.ofOne')).toBe(1);
  });

  test('queues: members whose phone is gone are not logged in', async () => {
    const found = await queues(asking(new Dialogue('13-queues')));
    expect(found.items.map(({ name, state, summary }) => [name, state, summary])).toEqual([
      ['support', 'ok', 'nobody waits; 3 of 3 agents free, 3 logged in'],
      ['sales', 'warning', 'nobody waits; 0 of 2 agents free, 0 logged in'],
      ['empty', 'warning', 'nobody waits; 0 of 0 agents free, 0 logged in'],
    ]);
  });

  test('voicemail: three empty boxes', async () => {
    const found = await voicemail(asking(new Dialogue('30-voicemail-mailbox')));
    expect(found).toMatchObject({ state: 'ok', summary: '3 mailboxes, 0 new messages' });
    expect(found.items[0]).toMatchObject({ name: '1001@default', summary: '0 new, 0 old, at most 100 each' });
  });

  test('trunks by address are judged by their contact; one that is not asked is unknown', async () => {
    const trunk = (status: string) => [[['Event', 'ContactStatusDetail'], ['URI', 'sip:192.0.2.10:5060'], ['Status', status], ['RoundtripUsec', '20500']]] as const;
    const over = (status: string) => trunks(asking(answering({ PJSIPShowRegistrationsOutbound: [], PJSIPShowEndpoint: trunk(status) }), { ...defaults, trunks: { ...defaults.trunks, endpoints: ['carrier'] } }));
    expect((await over('Reachable')).items).toEqual([{ name: 'carrier', state: 'ok', summary: 'reachable at 192.0.2.10:5060', metrics: [{ name: 'trunk.roundtrip', value: 20.5 }] }]);
    expect((await over('Unreachable')).items).toMatchObject([{ state: 'critical' }]);
    expect((await over('NonQualified')).items).toMatchObject([{ state: 'unknown', summary: 'is not asked: set qualify_frequency at 192.0.2.10:5060' }]);
  });
});

const params = (name: string, more: readonly (readonly [string, string])[]) => [['Event', 'QueueParams'], ['Queue', name], ...more] as const;
const member = (queue: string, status: string, paused = '0') => [['Event', 'QueueMember'], ['Queue', queue], ['Status', status], ['Paused', paused]] as const;
const entry = (queue: string, wait: string) => [['Event', 'QueueEntry'], ['Queue', queue], ['Wait', wait]] as const;

test.each([
  ['somebody waits and nobody is there', [params('q', [['Calls', '1']]), member('q', '5'), entry('q', '3')], 'critical'],
  ['somebody waits while all are on the phone', [params('q', [['Calls', '1']]), member('q', '2'), entry('q', '3')], 'ok'],
  ['all have paused', [params('q', [['Calls', '0']]), member('q', '1', '1')], 'warning'],
  ['somebody waits for three minutes', [params('q', [['Calls', '1']]), member('q', '2'), entry('q', '180')], 'warning'],
  ['five wait', [params('q', [['Calls', '5']]), member('q', '2')], 'warning'],
  ['too few were answered in time', [params('q', [['Calls', '0'], ['Completed', '40'], ['ServiceLevel', '30'], ['ServicelevelPerf', '62.5']]), member('q', '1')], 'warning'],
  ['too few of very few were', [params('q', [['Calls', '0'], ['Completed', '3'], ['ServiceLevel', '30'], ['ServicelevelPerf', '33.3']]), member('q', '1')], 'ok'],
])('a queue where %s', async (_what, events, state) => {
  expect((await queues(asking(answering({ QueueStatus: events })))).state).toBe(state);
});

test('what a queue has done is measured once it has done something', async () => {
  const counted = [['Calls', '0'], ['Holdtime', '12'], ['Completed', '40'], ['Abandoned', '10'], ['ServiceLevel', '30'], ['ServicelevelPerf', '90.0'], ['ServicelevelPerf2', '72.0']] as const;
  const found = await queues(asking(answering({ QueueStatus: [params('q', counted), member('q', '1')] })));
  expect(['queue.served', 'queue.servedOfAll', 'queue.holdTime'].map((name) => value(found, name))).toEqual([90, 72, 12]);
  const idle = await queues(asking(answering({ QueueStatus: [params('q', [['Calls', '0'], ['Holdtime', '0'], ['Completed', '0'], ['Abandoned', '0'], ['ServiceLevel', '30'], ['ServicelevelPerf2', '0.0']]), member('q', '1')] })));
  expect(['queue.served', 'queue.servedOfAll', 'queue.holdTime'].map((name) => value(idle, name))).toEqual([undefined, undefined, undefined]);
});

test('a PBX without app_queue has no queues; an expected one is missed', async () => {
  const without = answering({ QueueStatus: [['Response', 'Error'], ['Message', 'Invalid/unknown command: QueueStatus. Use Action: ListCommands to show available commands.']] });
  expect(await queues(asking(without, defaults, undefined, 'never-had-it'))).toMatchObject({ state: 'ok', summary: 'no queues: app_queue is not loaded' });
  expect(await queues(asking(without, { ...defaults, queues: { ...defaults.queues, expected: ['sales'] } }))).toMatchObject({ state: 'critical', items: [{ name: 'sales' }] });
});

test.each(['sales & more', ' padded ', 'büro-süd', 'a:b', '__proto__', '7'])('a queue called "%s" has its members and callers', async (name) => {
  const found = await queues(asking(answering({ QueueStatus: [params(name, [['Calls', '1']]), member(name, '1'), entry(name, '7')] })));
  expect(found.items).toMatchObject([{ name, state: 'ok', summary: expect.stringMatching(/^1 waiting, for 7 s at most; 1 of 1 agents free/) }]);
});

test('a queue list that nobody offers, denied to all, is no queues: it needs no right', async () => {
  expect(await queues(asking(answering({}), defaults, undefined, 'never-had-it'))).toMatchObject({ state: 'ok', summary: 'no queues: app_queue is not loaded' });
});

test('a list of queues that is not whole is not ready', async () => {
  const cut: AmiReader = { ...answering({}), list: async () => ({ response: { headers: [['Response', 'Success']] }, events: [{ headers: params('q', []) }], complete: { headers: [['ListItems', '2']] } }) };
  await expect(queues(asking(cut))).rejects.toBeInstanceOf(NotReady);
});

test('a full mailbox is critical: callers can leave nothing more', async () => {
  const box = (fresh: string) => [['Event', 'VoicemailUserEntry'], ['VMContext', 'default'], ['VoiceMailbox', '1001'], ['MaxMessageCount', '100'], ['NewMessageCount', fresh], ['OldMessageCount', '3']] as const;
  const state = async (fresh: string) => (await voicemail(asking(answering({ VoicemailUsersList: [box(fresh)] })))).state;
  expect([await state('100'), await state('90'), await state('89')]).toEqual(['critical', 'warning', 'ok']);
});

test('one account in ten calls, to dear numbers, is critical; a trunk in as many is not', async () => {
  const channels = Array.from({ length: 10 }, (_, at) => [['Event', 'CoreShowChannel'], ['Channel', `PJSIP/1001-0000000${at}`], ['Linkedid', `${at}`], ['Exten', `0099${at}`], ['Application', 'Dial']] as const);
  const registered = (endpoint: string) => [[['Event', 'OutboundRegistrationDetail'], ['ObjectName', 'x'], ['Endpoint', endpoint]]] as const;
  const over = (trunk: string) => tollFraud(asking(answering({ CoreShowChannels: channels, PJSIPShowRegistrationsOutbound: registered(trunk) })));
  expect(await over('carrier')).toMatchObject({ state: 'critical', summary: 'one account: PJSIP/1001 has 10 calls at once; dear numbers: 10 calls' });
  expect(await over('1001')).toMatchObject({ state: 'ok' });
});

test('calls through Local channels are nobody\'s account; what they dial is dear all the same', async () => {
  const half = (at: number, side: 1 | 2, exten: string) => [['Event', 'CoreShowChannel'], ['Channel', `Local/2001@from-queue-0000000${at};${side}`], ['Linkedid', `${at}`], ['Exten', exten], ['Application', side === 1 ? 'AppQueue' : 'Dial']] as const;
  const through = async (exten: string) => tollFraud(asking(answering({ CoreShowChannels: Array.from({ length: 10 }, (_, at) => [half(at, 1, ''), half(at, 2, exten)]).flat(), PJSIPShowRegistrationsOutbound: [] })));
  expect(await through('2001')).toMatchObject({ state: 'ok', summary: 'nothing unusual' });
  expect(await through('0099123')).toMatchObject({ items: [{ name: 'one account', state: 'ok' }, { name: 'dear numbers', summary: '10 calls' }, {}, {}] });
});
