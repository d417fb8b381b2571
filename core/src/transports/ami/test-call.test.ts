import { Asterisk, startAmiSimulator } from '@jackfield/sdk/testing';
import { expect, test, vi } from 'vitest';
import { startManager, type ReceivedAction } from '../testing/manager.ts';
import { localTarget, memoryCredentials } from '../testing/operations.ts';
import { Progress } from '../progress.ts';
import { transportSettings } from '../target-settings.ts';
import { AmiDevice } from './ami-device.ts';

const credentials = memoryCredentials({ pbx: { kind: 'ami', user: 'ada', secret: 'open-sesame' } });
const calls = ['600', '601', '602', '603', '604'].map((extension) => ({ name: `to-${extension}`, extension, context: 'internal', seconds: 2, callerId: '100' }));

async function place(port: number, target: string, signal = new AbortController().signal): Promise<unknown> {
  const device = new AmiDevice(localTarget({ ami: { port, credentials: 'pbx', calls } }), credentials);
  try {
    return JSON.parse(await device.perform({ op: 'ami.call', target }, new Progress('the call', 10_000, signal)));
  } finally {
    device.close();
  }
}

const pbx = (write: string[] = ['originate', 'call'], read: string[] = ['call']): Asterisk => new Asterisk({
  users: [{ name: 'ada', secret: 'open-sesame', read, write }],
  callees: { '600@internal': { afterMs: 30 }, '601@internal': { outcome: 'busy' }, '602@internal': { outcome: 'noAnswer' }, '603@internal': { outcome: 'failed' } },
});

test('what becomes of a call is told: answered, busy, not answered, no line, no such number', async () => {
  await using simulator = await startAmiSimulator({ asterisk: pbx() });
  expect(await Promise.all(calls.map(({ name }) => place(simulator.port, name)))).toEqual([
    { outcome: 'answered', reason: 'answered', ms: expect.any(Number), by: { channel: expect.stringMatching(/^PJSIP\/600-[0-9a-f]{8}$/), application: 'Dial', rang: true } }, { outcome: 'busy', reason: 'busy', ms: expect.any(Number) },
    { outcome: 'noAnswer', reason: 'it rang, nobody answered', ms: expect.any(Number) }, { outcome: 'failed', reason: 'congestion: no line to it', ms: expect.any(Number) },
    { outcome: 'failed', reason: 'there is no way to it', ms: expect.any(Number) },
  ]);
  // The answered one ends by itself, though nobody is there any more to end it.
  await vi.waitFor(() => expect(simulator.asterisk.channelsInCall).toEqual([]), { timeout: 5_000 });
});

test('who answered is told: the end of a chain, a greeting, or as much as the manager user may see', async () => {
  const callees = { '600@internal': { application: 'Playback' }, '601@internal': { channel: 'Local/5@far', rings: false }, '602@internal': { application: 'Queue', channel: 'PJSIP/agent' } };
  await using simulator = await startAmiSimulator({ asterisk: new Asterisk({ users: [{ name: 'ada', secret: 'open-sesame', read: ['call'], write: ['originate', 'reporting'] }], callees }) });
  await using blind = await startAmiSimulator({ asterisk: pbx(['originate']) });
  expect(await Promise.all(calls.slice(0, 3).map(({ name }) => place(simulator.port, name)))).toMatchObject([
    { by: { channel: null, application: 'Playback', rang: false } }, { by: { channel: expect.stringContaining('Local/5@far-'), rang: false } },
    { by: { channel: expect.stringContaining('PJSIP/agent-'), application: 'Queue', rang: true } },
  ]);
  expect(await place(blind.port, 'to-600')).toMatchObject({ outcome: 'answered', by: { channel: expect.stringContaining('PJSIP/600-'), application: null } });
});

test('the phone at the end of a chain of Local channels is who answered, and dialling of other calls is not ours', async () => {
  await using manager = await startManager((asked, { say }) => {
    const [, id = ''] = /\r\nChannelId: (\S+)/.exec(asked.text) ?? [];
    if (asked.name === 'Status') return say('Response: Error', `ActionID: ${asked.id}`, 'Message: No such channel');
    say('Response: Success', `ActionID: ${asked.id}`, 'Message: Originate successfully queued');
    if (asked.name !== 'Originate') return;
    const dialled = (channel: string, uniqueid: string, linkedid: string): void => say('Event: DialEnd', 'Privilege: call,all', `DestChannel: ${channel}`, `DestUniqueid: ${uniqueid}`, `DestLinkedid: ${linkedid}`, 'DialStatus: ANSWER');
    say('Event: Newchannel', 'Channel: Local/600@internal-00000001;1', `Uniqueid: ${id}`, `Linkedid: ${id}`);
    dialled('PJSIP/2001-00000009', 'x.9', 'of-others');
    dialled('PJSIP/york-00000003', `${id}-x`, id);
    dialled('Local/8600@inner-00000002;1', `${id}-y`, id);
    dialled('Local/600@internal-00000001;1', id, id);
    say('Event: OriginateResponse', `ActionID: ${asked.id}`, 'Response: Success', 'Reason: 4');
  });
  expect(await place(manager.port, 'to-600')).toMatchObject({ by: { channel: 'PJSIP/york-00000003', application: null, rang: false } });
});

test('what Asterisk tells after the end of the dialling counts too: who answered, that it may have rung, why it failed', async () => {
  const ids = new Map<string, string>();
  await using manager = await startManager((asked, { say }) => {
    const [, id = ''] = /\r\nChannelId: (\S+)/.exec(asked.text) ?? [];
    const [, extension = id] = /(60\d)@internal/.exec(asked.text) ?? [];
    const channel = `Local/${extension}@internal-00000001;1`;
    const dialled = (event: string, status: string): void => say(`Event: ${event}`, `DestChannel: PJSIP/york-00000003`, 'DestUniqueid: x.3', `DestLinkedid: ${ids.get(extension) ?? ''}`, `DialStatus: ${status}`);
    if (asked.name === 'Status') {
      // Told before the answer of one, after that of the other.
      if (extension === '600') dialled('DialState', 'PROGRESS');
      if (extension === '600') dialled('DialEnd', 'ANSWER');
      say('Response: Success', `ActionID: ${asked.id}`, 'EventList: start', 'Message: Channel status will follow');
      say('Event: Status', `ActionID: ${asked.id}`, `Channel: ${channel.replace(';1', ';2')}`, 'Application: Dial');
      say('Event: StatusComplete', `ActionID: ${asked.id}`, 'EventList: Complete', 'ListItems: 1');
      if (extension === '601') dialled('DialEnd', 'ANSWER');
      return;
    }
    say('Response: Success', `ActionID: ${asked.id}`, 'Message: Originate successfully queued');
    if (asked.name !== 'Originate') return;
    ids.set(extension, id);
    const [response, reason] = extension === '602' ? ['Failure', '1'] : ['Success', '4'];
    if (extension !== '600') say('Event: Newchannel', `Channel: ${channel}`, `Uniqueid: ${id}`, `Linkedid: ${id}`);
    say('Event: OriginateResponse', `ActionID: ${asked.id}`, `Response: ${response}`, `Channel: ${channel}`, `Reason: ${reason}`);
    if (extension === '602') say('Event: Hangup', `Channel: ${channel}`, `Uniqueid: ${id}`, 'Cause: 17');
  });
  expect(await Promise.all(calls.slice(0, 3).map(({ name }) => place(manager.port, name)))).toMatchObject([
    { by: { channel: 'PJSIP/york-00000003', application: 'Dial', rang: true } }, { by: { channel: 'PJSIP/york-00000003', application: 'Dial', rang: false } }, { outcome: 'busy' },
  ]);
});

test('the order is the host\'s own, and ends by itself', async () => {
  const ordered: ReceivedAction[] = [];
  await using manager = await startManager((asked, { say }) => {
    if (asked.name !== 'Originate') return say('Response: Success', `ActionID: ${asked.id}`);
    ordered.push(asked);
    say('Response: Success', `ActionID: ${asked.id}`, 'Message: Originate successfully queued');
    // Of another manager's call, and what only copies the number.
    say('Event: OriginateResponse', 'ActionID: other', 'Response: Failure', 'Reason: 0');
    say('Event: UserEvent', `ActionID: ${asked.id}`, 'Response: Failure', 'Reason: 5');
    say('Event: OriginateResponse', `ActionID: ${asked.id}`, 'Response: Success', 'Reason: 4');
  });
  expect(await place(manager.port, 'to-600')).toMatchObject({ outcome: 'answered' });
  expect(ordered.map(({ text }) => text.split('\r\n').filter((line) => !/^(ActionID|ChannelId|OtherChannelId):/.test(line)))).toEqual([[
    'Action: Originate', 'Channel: Local/600@internal/n', 'Application: Wait', 'Data: 1', 'Timeout: 2000', 'Async: true', 'CallerID: 100',
  ]]);
});

test('without the rights of the manager user it is refused, with the right that is lacking', async () => {
  await using deaf = await startAmiSimulator({ asterisk: pbx(['originate'], []) });
  await using mute = await startAmiSimulator({ asterisk: pbx(['reporting']) });
  await expect(place(mute.port, 'to-600')).rejects.toMatchObject({ kind: 'Refused', hint: expect.stringContaining('write=originate') });
  await expect(place(deaf.port, 'to-600')).rejects.toMatchObject({ kind: 'Refused', hint: expect.stringContaining('read=call') });
});

test('a manager user that may log in once only is told what to set, not that its secret is wrong', async () => {
  const user = { name: 'ada', secret: 'open-sesame', read: ['call'], write: ['originate'], severalSessions: false };
  await using simulator = await startAmiSimulator({ asterisk: new Asterisk({ users: [user] }), refusalMs: 1 });
  using busy = { device: new AmiDevice(localTarget({ ami: { port: simulator.port, credentials: 'pbx' } }), credentials), [Symbol.dispose]() { this.device.close(); } };
  await busy.device.perform({ op: 'ami.action', action: 'Ping', fields: [] }, new Progress('a ping', 10_000, new AbortController().signal));
  await expect(place(simulator.port, 'to-600')).rejects.toMatchObject({ kind: 'AuthFailed', hint: expect.stringContaining('allowmultiplelogin=yes') });
});

test('whose wait is called off hangs up what rings', async () => {
  await using simulator = await startAmiSimulator({ asterisk: pbx() });
  const end = new AbortController();
  const placed = place(simulator.port, 'to-602', end.signal);
  await vi.waitFor(() => expect(simulator.asterisk.channelsInCall).toHaveLength(1));
  end.abort(new Error('called off'));
  await expect(placed).rejects.toThrow('called off');
  expect(simulator.asterisk.channelsInCall).toEqual([]);
});

test('an unnamed call is none, and a name cannot be made to say more', async () => {
  await using simulator = await startAmiSimulator({ asterisk: pbx() });
  await expect(place(simulator.port, 'to-999')).rejects.toMatchObject({ kind: 'Refused' });
  for (const call of [{ extension: '600/n\r\nVariable: A=1' }, { extension: '600@other' }, { context: 'internal/n' }, { callerId: '1\r\nAccount: x' }, { name: 'a b' }]) {
    expect(() => transportSettings({ ami: { calls: [{ name: 'york', extension: '600', context: 'internal', ...call }] } })).toThrow('transports: ');
  }
});
