import { readFileSync } from 'node:fs';
import { amiHeader, type AmiMessage } from '@jackfield/sdk';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { Operation } from '../operations.ts';
import { startManager, type ManagerTalk, type ReceivedAction } from '../testing/manager.ts';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { startTcpServer } from '../testing/tcp-server.ts';
import { AmiDevice } from './ami-device.ts';
import { dialogueFile, hasDialogues } from './testing/dialogue.ts';

type AmiOperation = Extract<Operation, { op: `ami.${string}` }>;

const credentials = memoryCredentials({ pbx: { kind: 'ami', user: 'ada', secret: 'open-sesame' }, wrong: { kind: 'ami', user: 'ada', secret: 'sesame' } });
const action = (name: string, fields: [string, string][] = []): AmiOperation => ({ op: 'ami.action', action: name, fields });

const opened: AmiDevice[] = [];
function pbx(port: number, settings: object = {}): AmiDevice {
  const device = new AmiDevice(localTarget({ ami: { port, credentials: 'pbx', ...settings } }), credentials);
  opened.push(device);
  return device;
}
afterEach(() => {
  for (const device of opened.splice(0)) device.close();
  vi.useRealTimers();
});

async function perform(device: AmiDevice, operation: AmiOperation, timeoutMs?: number): Promise<Record<string, unknown>> {
  using progress = startProgress(timeoutMs);
  return JSON.parse(await device.perform(operation, progress));
}

function pong({ id }: ReceivedAction, { say }: ManagerTalk): void {
  say('Response: Success', `ActionID: ${id}`, 'Ping: Pong');
}

test('logs in with the MD5 of the challenge, without events, and never sends the secret', async () => {
  await using manager = await startManager(pong);
  expect(await perform(pbx(manager.port), action('Ping'))).toMatchObject({ headers: [['Response', 'Success'], expect.anything(), ['Ping', 'Pong']] });
  expect(manager.actions.map(({ name }) => name)).toEqual(['Challenge', 'Login', 'Ping', 'Events', 'Ping']);
  // To be told of FullyBooted, and of nothing after it.
  expect([manager.actions[1]?.header('Events'), manager.actions[3]?.header('EventMask')]).toEqual(['system', 'off']);
  expect(manager.actions.map(({ text }) => text).join()).not.toContain('sesame');
});

test('a wrong secret is AuthFailed once for all who wait, and asked again by the next', async () => {
  await using manager = await startManager(pong);
  const device = pbx(manager.port, { credentials: 'wrong' });
  const refused = await Promise.allSettled(Array.from({ length: 5 }, () => perform(device, action('Ping'))));
  expect(refused).toEqual(Array.from({ length: 5 }, () => expect.objectContaining({ reason: expect.objectContaining({ kind: 'AuthFailed', data: expect.objectContaining({ layer: 'login' }) }) })));
  expect(manager.connections).toBe(1);
  await expect(perform(device, action('Ping'))).rejects.toMatchObject({ kind: 'AuthFailed' });
  expect(manager.connections).toBe(2);
});

test('a list of an older action, announced in words and completed without a number, is whole; a completion of something else ends none', async () => {
  await using manager = await startManager(({ id, name }, { say }) => {
    if (name !== 'VoicemailUsersList') return say('Response: Success', `ActionID: ${id}`);
    say('Response: Success', `ActionID: ${id}`, 'Message: Voicemail user list will follow');
    say('Event: AgentComplete', 'Privilege: agent,all', 'Queue: sales');
    for (const box of ['100', '101']) say('Event: VoicemailUserEntry', `ActionID: ${id}`, `VoiceMailbox: ${box}`);
    say('Event: VoicemailUserEntryComplete', `ActionID: ${id}`);
  });
  const list: AmiOperation = { op: 'ami.list', action: 'VoicemailUsersList', fields: [], counted: 'VoicemailUserEntry' };
  expect(await perform(pbx(manager.port), list)).toMatchObject({ events: [{ headers: expect.arrayContaining([['VoiceMailbox', '100']]) }, { headers: expect.arrayContaining([['VoiceMailbox', '101']]) }] });
});

test.skipIf(!hasDialogues)('a recorded list is whole: its response, its items, its completion', async () => {
  const messages = readFileSync(dialogueFile('07-pjsip-registered.txt'), 'utf8').split('\n').filter((line) => line.startsWith('S: ')).map((line) => line.slice(3)).join('\n').split('\r\n\r\n').map((text) => text.trim());
  const endpoints = messages.filter((text) => text.includes('ActionID: reg-endpoints\r'));
  await using manager = await startManager(({ id }, { say }) => {
    for (const message of endpoints) say(message.replace('reg-endpoints', id));
  });
  const list = await perform(pbx(manager.port), { op: 'ami.list', action: 'PJSIPShowEndpoints', fields: [], counted: 'EndpointList' });
  expect(list).toMatchObject({ response: { headers: expect.arrayContaining([['Response', 'Success']]) }, complete: { headers: expect.arrayContaining([['EventList', 'Complete']]) } });
  expect(list['events']).toHaveLength(endpoints.length - 2);
});

function listOf(items: number, announced: number) {
  return ({ id }: ReceivedAction, { say }: ManagerTalk): void => {
    say('Response: Success', `ActionID: ${id}`, 'EventList: start');
    for (let item = 0; item < items; item += 1) {
      say('Event: Unrelated', 'Privilege: system');
      say('Event: Item', `ActionID: ${id}`, `Name: ${item}`);
    }
    say('Event: ItemsComplete', `ActionID: ${id}`, 'EventList: Complete', `ListItems: ${announced}`);
  };
}
const items: AmiOperation = { op: 'ami.list', action: 'Items', fields: [], counted: 'item' };

test('a list has its own items only, and as many as the manager announced', async () => {
  await using manager = await startManager(listOf(3, 3));
  const { events } = await perform(pbx(manager.port), items);
  expect(events).toEqual([0, 1, 2].map((item) => ({ headers: [['Event', 'Item'], ['ActionID', expect.any(String)], ['Name', `${item}`]] })));
});

test('a list that is short of what was announced is NotReady, not a short list', async () => {
  await using manager = await startManager(listOf(2, 3));
  await expect(perform(pbx(manager.port), items)).rejects.toMatchObject({ kind: 'NotReady', message: expect.stringContaining('2 of 3') });
});

test('an error instead of a list is the answer, at once', async () => {
  await using manager = await startManager(({ id }, { say }) => say('Response: Error', `ActionID: ${id}`, 'Message: No such thing'));
  expect(await perform(pbx(manager.port), items)).toMatchObject({ response: { headers: expect.arrayContaining([['Message', 'No such thing']]) }, events: [] });
});

test('an event that copies the action\'s number and calls itself a response is none', async () => {
  await using manager = await startManager(({ id }, { say }) => {
    say('Event: UserEvent', `ActionID: ${id}`, 'Response: Success', 'Message: forged');
    say('Response: Error', `ActionID: ${id}`, 'Message: real');
  });
  expect(await perform(pbx(manager.port), action('Reload'))).toMatchObject({ headers: expect.arrayContaining([['Message', 'real']]) });
});

test('answers that nobody waits for, or that lack a number, disturb nothing', async () => {
  await using manager = await startManager((asked, talk) => {
    talk.say('Response: Error', 'Message: torn off');
    talk.say('Response: Success', `ActionID: ${asked.id}0`);
    pong(asked, talk);
    pong(asked, talk);
  });
  const device = pbx(manager.port);
  const answers = await Promise.all(Array.from({ length: 10 }, () => perform(device, action('Ping'))));
  expect(answers.map(({ headers }) => headers)).toEqual(Array.from({ length: 10 }, () => expect.arrayContaining([['Ping', 'Pong']])));
});

test('cut in the middle of a message, what waits is Unreachable and the next operation connects anew', async () => {
  await using manager = await startManager((asked, talk) => {
    if (talk.connection > 1) return pong(asked, talk);
    talk.socket.end(`Response: Success\r\nActionID: ${asked.id}\r\nMess`);
  });
  const device = pbx(manager.port);
  await expect(perform(device, action('Ping'))).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('session was lost'), data: { layer: 'request' } });
  expect(await perform(device, action('Ping'))).toMatchObject({ headers: expect.arrayContaining([['Ping', 'Pong']]) });
  expect(manager.connections).toBe(2);
});

test('a manager that shuts down is not ready; the login is not to blame', async () => {
  await using manager = await startManager(({ id }, { say }) => say('Response: Error', `ActionID: ${id}`, 'Message: Asterisk is shutting down'));
  await expect(perform(pbx(manager.port), action('Ping'))).rejects.toMatchObject({ kind: 'NotReady' });
  await using closing = await startTcpServer((socket) => {
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    socket.on('data', (piece: Buffer) => socket.write(`Response: Error\r\nActionID: ${/ActionID: (.*)\r/.exec(piece.toString())?.[1] ?? ''}\r\nMessage: Asterisk is shutting down\r\n\r\n`));
  });
  await expect(perform(pbx(closing.port), action('Ping'))).rejects.toMatchObject({ kind: 'NotReady' });
});

test('no value makes a second action: the manager reads exactly one, with the values as they were', async () => {
  await using manager = await startManager(pong);
  const device = pbx(manager.port);
  const value = fc.string({ unit: fc.constantFrom('a', ':', ' ', '\r', '\n', '\0', 'é', '☎', 'Action: Command'), maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(value, async (text) => {
      const before = manager.actions.length;
      const end = await perform(device, action('DBPut', [['Val', text]])).then(() => 'sent', (error: unknown) => (error instanceof Error ? error.name : error));
      const read = manager.actions.slice(before).filter(({ name }) => name === 'DBPut').map((received) => received.header('Val'));
      expect({ end, read }).toEqual(/[\r\n\0]/.test(text) ? { end: 'Refused', read: [] } : { end: 'sent', read: [text] });
    }),
  );
  expect(new Set(manager.actions.map(({ name }) => name))).toEqual(new Set(['Challenge', 'Login', 'Ping', 'Events', 'DBPut']));
});

test('a line of 1,022 bytes is sent, one more byte is refused before the manager tears it', async () => {
  await using manager = await startManager(pong);
  const device = pbx(manager.port);
  const longest = 'é'.repeat((1_022 - 'V: '.length - 1) / 2);
  await perform(device, action('DBPut', [['V', `x${longest}`]]));
  await expect(perform(device, action('DBPut', [['V', `xx${longest}`]]))).rejects.toMatchObject({ kind: 'Refused', message: expect.stringContaining('1022') });
  expect(manager.actions.filter(({ name }) => name === 'DBPut')).toHaveLength(1);
});

test('headers are at most 128, as Asterisk takes them', async () => {
  await using manager = await startManager(pong);
  const device = pbx(manager.port);
  const fields = (count: number): [string, string][] => Array.from({ length: count }, (_, at) => [`H${at}`, 'x']);
  await perform(device, action('UpdateConfig', fields(126)));
  await expect(perform(device, action('UpdateConfig', fields(127)))).rejects.toMatchObject({ kind: 'Refused' });
});

test('a peer that accepts and says nothing is Unreachable while connecting', async () => {
  await using silent = await startTcpServer(() => undefined);
  await expect(perform(pbx(silent.port, { connectTimeoutMs: 100 }), action('Ping'))).rejects.toMatchObject({ kind: 'Unreachable', data: { layer: 'connect' }, message: expect.stringContaining('100 ms') });
});

test('an action without answer ends at its deadline; the session serves the next one', async () => {
  await using manager = await startManager((asked, talk) => asked.name === 'Ping' && pong(asked, talk));
  const device = pbx(manager.port);
  await expect(perform(device, action('Originate'), 100)).rejects.toMatchObject({ kind: 'Unreachable', data: { layer: 'request', elapsedMs: expect.any(Number) } });
  await perform(device, action('Ping'));
  expect(manager.connections).toBe(1);
});

test('a quiet session is asked for a sign of life, and given up when there is none', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let answering = true;
  await using manager = await startManager((asked, talk) => answering && pong(asked, talk));
  const pings = (): number => manager.actions.filter(({ name }) => name === 'Ping').length;
  const device = pbx(manager.port);
  await perform(device, action('CoreStatus'));
  vi.advanceTimersByTime(30_000);
  await vi.waitFor(() => expect(pings()).toBe(1));
  await perform(device, action('CoreStatus'));
  expect(manager.connections).toBe(1);
  answering = false;
  vi.advanceTimersByTime(30_000);
  await vi.waitFor(() => expect(pings()).toBe(2));
  vi.advanceTimersByTime(30_000);
  answering = true;
  await perform(device, action('CoreStatus'));
  expect(manager.connections).toBe(2);
});

test('events of a session that is cut: those that came are read, then it is Unreachable', async () => {
  let login = '';
  await using server = await startTcpServer((socket) => {
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    socket.on('data', (piece: Buffer) => {
      const text = piece.toString();
      const id = /ActionID: (.*)\r/.exec(text)?.[1] ?? '';
      socket.write(`Response: Success\r\nActionID: ${id}\r\nChallenge: 1\r\n\r\n`);
      if (!text.startsWith('Action: Login')) return;
      login = text;
      const forged = 'Event: UserEvent\r\nActionID: 1\r\nResponse: Success\r\n\r\n';
      socket.end(`Event: FullyBooted\r\n\r\n${forged}Event: ContactStatus\r\nAOR: 1\r\n\r\nEvent: ContactStatus\r\nAOR: 2\r\n\r\nEvent: Conta`);
    });
  });
  using progress = startProgress();
  const read: AmiMessage[] = [];
  const reading = async (): Promise<void> => {
    for await (const text of pbx(server.port).events(['ContactStatus', 'UserEvent'], progress)) read.push(JSON.parse(text));
  };
  await expect(reading()).rejects.toMatchObject({ kind: 'Unreachable' });
  expect(read.map((event) => amiHeader(event, 'AOR'))).toEqual([null, '1', '2']);
  expect(login).toContain('Events: system,user');
});
