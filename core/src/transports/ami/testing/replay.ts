import type { AmiFields, AmiMessage } from '@jackfield/sdk';
import { readFileSync } from 'node:fs';
import { dialogueFile } from './dialogue.ts';

/** An action as the recorded client sent it. */
export interface RecordedAction {
  readonly name: string;
  readonly id: string;
  readonly fields: AmiFields;
}

/** What a client sent in one go, and what the server said until the client spoke again. */
export interface Turn {
  readonly actions: readonly RecordedAction[];
  /** Bytes as Latin-1 text. */
  readonly said: string;
}

/** One connection after its login. */
export interface RecordedSession {
  readonly of: string;
  readonly turns: readonly Turn[];
}

/** Null for what no well-behaved client sends, and for what a client that numbers its actions itself cannot repeat. */
function actionOf(message: string): RecordedAction | null {
  const lines = message.split('\r\n').map((line): readonly [string, string] | null => {
    const [, name, value] = /^([^:\s]+): (\S(?:.*\S)?|)$/s.exec(line) ?? [];
    return name === undefined || value === undefined ? null : [name, value];
  });
  const headers = lines.filter((line) => line !== null);
  const [[first, name] = ['', ''], ...rest] = headers;
  const ids = rest.filter(([header]) => header === 'ActionID').map(([, value]) => Buffer.from(value, 'latin1').toString('utf8'));
  const [id] = ids;
  const isOdd = headers.length !== lines.length || first !== 'Action' || ids.length !== 1 || rest.some(([header]) => header.toLowerCase() === 'action') || /[\r\n\0]/.test(message.replaceAll('\r\n', ''));
  const fields = rest.filter(([header]) => header !== 'ActionID').map(([header, value]): readonly [string, string] => [header, Buffer.from(value, 'latin1').toString('utf8')]);
  return isOdd || id === undefined || id.length > 100 || id.includes('\u{FFFD}') || name === 'Login' || name === 'Logoff' ? null : { name, id, fields };
}

/** The sessions of a dialogue that logged in. */
export function recordedSessions(file: string): readonly RecordedSession[] {
  const spoken = new Map<string, { from: string; text: string }[]>();
  let last: { from: string; text: string } | null = null;
  for (const line of readFileSync(dialogueFile(file), 'latin1').match(/[^\n]*\n/g) ?? []) {
    if (line.startsWith('# (no line end here)') && last !== null) last.text = last.text.slice(0, -1);
    const [mark, from, connection] = /^([CS])(\d*): /.exec(line) ?? [];
    if (mark === undefined || from === undefined || connection === undefined) continue;
    const parts = spoken.get(connection) ?? [];
    spoken.set(connection, parts);
    last = parts.at(-1)?.from === from ? (parts.at(-1) ?? null) : null;
    if (last === null) parts.push((last = { from, text: '' }));
    last.text += line.slice(mark.length);
  }
  return [...spoken].flatMap(([connection, parts]): RecordedSession[] => {
    const accepted = parts.findIndex(({ from, text }) => from === 'S' && text.includes('Message: Authentication accepted'));
    if (accepted === -1) return [];
    const turns: { actions: readonly RecordedAction[]; said: string }[] = [{ actions: [], said: (parts[accepted]?.text ?? '').replace(/^(?:Asterisk Call Manager[^\r]*\r\n)?Response:(?:[^\r\n]*\r\n)*?\r\n/, '') }];
    for (const { from, text } of parts.slice(accepted + 1)) {
      if (from === 'C') turns.push({ actions: text.split('\r\n\r\n').map(actionOf).filter((action) => action !== null), said: '' });
      else turns.splice(-1, 1, { actions: turns.at(-1)?.actions ?? [], said: (turns.at(-1)?.said ?? '') + text });
    }
    return [{ of: `${file} ${connection}`, turns }];
  });
}

/** Messages of a text by the plainest rule that there is: lines up to an empty one. What is cut off at the end is none. */
export function plainMessages(said: string): readonly AmiMessage[] {
  const messages: AmiMessage[] = [];
  let headers: (readonly [string, string])[] = [];
  for (const line of Buffer.from(said, 'latin1').toString('utf8').split(/\r?\n/).slice(0, -1)) {
    const at = line.indexOf(':');
    if (line !== '') headers.push(at < 0 ? ['', line] : [line.slice(0, at).trim(), line.slice(at + 1).replace(/^ /, '')]);
    else if (headers.length > 0) {
      messages.push({ headers });
      headers = [];
    }
  }
  return messages;
}
