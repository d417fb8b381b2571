import type { Socket } from 'node:net';
import { amiHeader, OutcomeError, type AmiMessage } from '@jackfield/sdk';
import { describe, expect, test } from 'vitest';
import { localTarget, startProgress } from '../testing/operations.ts';
import { startTcpServer } from '../testing/tcp-server.ts';
import { encodeAction } from './ami-action.ts';
import { AmiSession } from './ami-session.ts';
import { dialogueNames, hasDialogues } from './testing/dialogue.ts';
import { plainMessages, recordedSessions, type RecordedAction, type RecordedSession } from './testing/replay.ts';

const credential = { kind: 'ami', user: 'ada', secret: 'open-sesame' } as const;

/** A server that says what the recorded one said, once all actions of a turn have come, with the ids of this client in place of the recorded ones. */
async function startReplay(turns: RecordedSession['turns']) {
  let [at, came] = [0, 0];
  const ids = new Map<string, string>();
  const say = (socket: Socket): void => {
    for (; at < turns.length && came >= (turns[at]?.actions.filter(isSendable).length ?? 0); at += 1) {
      const said = (turns[at]?.said ?? '').replaceAll(/^(ActionID: )(.*)\r$/gm, (_line, header: string, id: string) => `${header}${ids.get(id) ?? id}\r`);
      came -= turns[at]?.actions.filter(isSendable).length ?? 0;
      if (said !== '') socket.write(Buffer.from(said, 'latin1'));
    }
    if (at === turns.length) socket.end();
  };
  const waiting = turns.flatMap(({ actions }) => actions.filter(isSendable));
  const server = await startTcpServer((socket) => {
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    let rest = '';
    socket.on('data', (piece: Buffer) => {
      const messages = (rest + piece.toString('latin1')).split('\r\n\r\n');
      rest = messages.pop() ?? '';
      for (const message of messages) {
        const id = /^ActionID: (.*)$/m.exec(message)?.[1]?.trim() ?? '';
        if (message.startsWith('Action: Challenge')) socket.write(`Response: Success\r\nActionID: ${id}\r\nChallenge: 1\r\n\r\n`);
        else if (message.startsWith('Action: Login')) socket.write(`Response: Success\r\nActionID: ${id}\r\nMessage: Authentication accepted\r\n\r\n`);
        else {
          ids.set(Buffer.from(waiting.shift()?.id ?? '', 'utf8').toString('latin1'), id);
          came += 1;
        }
        if (!message.startsWith('Action: Challenge')) say(socket);
      }
    });
  });
  return server;
}

const isSendable = ({ name, id, fields }: RecordedAction): boolean => {
  try {
    return encodeAction(name, id, fields).length > 0;
  } catch {
    return false;
  }
};

const withId = (messages: readonly AmiMessage[], id: string): readonly AmiMessage[] => messages.filter((message) => amiHeader(message, 'ActionID') === id);
const isResponse = ({ headers }: AmiMessage): boolean => headers[0]?.[0] === 'Response';
/** Ids differ between the recording and here. */
const withoutId = ({ headers }: AmiMessage): AmiMessage['headers'] => headers.filter(([name]) => name !== 'ActionID');

const kindOf = (error: unknown): unknown => (error instanceof OutcomeError ? error.kind : error);

/** What must come out of an action by the messages that were recorded: its first response, and the events of its list. */
function expected(all: readonly AmiMessage[], { id }: RecordedAction): { readonly isList: boolean; readonly response: AmiMessage | null; readonly events: readonly AmiMessage[] } {
  const own = withId(all, id);
  const response = own.find(isResponse) ?? null;
  const isList = response !== null && amiHeader(response, 'EventList') === 'start';
  const end = own.findIndex((message) => amiHeader(message, 'EventList') === 'Complete');
  return { isList, response, events: isList ? own.slice(0, end).filter((message) => !isResponse(message)) : [] };
}

describe.skipIf(!hasDialogues)('a session over what a real Asterisk said', () => {
  const sessions = hasDialogues ? dialogueNames().flatMap(recordedSessions) : [];

  test.each(sessions.map((session) => [session.of, session] as const))('%s', async (_of, { turns }) => {
    const all = plainMessages(turns.map(({ said }) => said).join(''));
    const actions = turns.flatMap((turn) => turn.actions).filter(isSendable);
    await using server = await startReplay(turns);
    using progress = startProgress(10_000);
    const heard: AmiMessage[] = [];
    const session = await AmiSession.open(localTarget({ ami: { port: server.port } }), credential, progress, { kind: 'events', mask: 'on', onEvent: (event) => heard.push(event) });
    for (const { name, fields } of turns.flatMap((turn) => turn.actions).filter((action) => !isSendable(action))) await expect(session.action(name, fields, progress)).rejects.toMatchObject({ kind: 'Refused' });
    const lists: AmiMessage[] = [];
    // What nobody answered ends with the session; what comes while Asterisk shuts down is an outcome.
    const outcomeOf = (response: AmiMessage | null): unknown => {
      if (response === null) return 'Unreachable';
      return amiHeader(response, 'Message') === 'Asterisk is shutting down' ? 'NotReady' : withoutId(response);
    };
    const answers = actions.map(async (action) => {
      const { isList, response, events } = expected(all, action);
      if (!isList) return { action, came: await session.action(action.name, action.fields, progress).then(withoutId, kindOf), wanted: outcomeOf(response) };
      const list = await session.list(action.name, action.fields, progress);
      lists.push(...list.events, ...(list.complete === null ? [] : [list.complete]));
      return { action, came: list.events.map(withoutId), wanted: events.map(withoutId) };
    });
    for (const { action, came, wanted } of await Promise.all(answers)) expect({ action, came }).toEqual({ action, came: wanted });
    await session.ended;
    const told = all.filter((message) => !isResponse(message));
    expect(heard.length + lists.length).toBe(told.length);
    const unsolicited = told.filter((message) => !actions.some((action) => expected(all, action).isList && amiHeader(message, 'ActionID') === action.id));
    expect(heard.map(withoutId)).toEqual(unsolicited.map(withoutId));
  });
});
