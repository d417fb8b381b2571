import type { AmiMessage } from '@jackfield/sdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AmiParser, messageKind, type AmiGreeting } from './ami-parser.ts';
import { dialogueNames, hasDialogues, serverBytes } from './testing/dialogue.ts';

function parse(pieces: readonly Buffer[]): (AmiMessage | AmiGreeting)[] {
  const parser = new AmiParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

test('cut anywhere, inside letters too, the messages are the same', () => {
  const bytes = Buffer.from('Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: Grüße ☎\r\n\r\n\r\nEvent: UserEvent\r\nResponse: x\r\nEmpty:\r\n\r\n');
  const whole = parse([bytes]);
  expect(whole).toEqual([
    { banner: 'Asterisk Call Manager/11.0.0' },
    { headers: [['Response', 'Success'], ['Message', 'Grüße ☎']] },
    { headers: [['Event', 'UserEvent'], ['Response', 'x'], ['Empty', '']] },
  ]);
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 }), (sizes) => {
    expect(parse(cut(bytes, sizes))).toEqual(whole);
  }));
});

test('the first header says what a message is', () => {
  expect(messageKind({ headers: [['Event', 'OriginateResponse'], ['Response', 'Failure']] })).toBe('event');
  expect(messageKind({ headers: [['Response', 'Success'], ['Event', 'x']] })).toBe('response');
  expect(messageKind({ headers: [['Output', 'x']] })).toBe('other');
});

test('a message without end is refused', () => {
  const parser = new AmiParser();
  expect(() => {
    for (let turn = 0; turn < 40; turn += 1) parser.push(Buffer.alloc(65_536, 'x'));
  }).toThrow('more than');
});

const recorded = hasDialogues ? dialogueNames().flatMap((name) => [...serverBytes(name)].map(([connection, bytes]) => ({ of: `${name} ${connection}`, bytes }))) : [];

test.skipIf(!hasDialogues)('recorded dialogues read the same however they are cut', () => {
  for (const { of, bytes } of recorded) expect({ of, read: parse(cut(bytes, [1])) }).toEqual({ of, read: parse([bytes]) });
  fc.assert(fc.property(fc.constantFrom(...recorded), fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 10 }), ({ bytes }, sizes) => {
    expect(parse(cut(bytes, sizes))).toEqual(parse([bytes]));
  }));
});

test.skipIf(!hasDialogues)('recorded dialogues are a greeting, then responses and events that lose no byte', () => {
  for (const { of, bytes } of recorded) {
    const [greeting, ...messages] = parse([bytes]);
    expect({ of, greeting }).toMatchObject({ greeting: { banner: expect.stringMatching(/^Asterisk Call Manager\//) } });
    for (const message of messages) expect({ of, kind: 'headers' in message ? messageKind(message) : 'greeting', message }).toMatchObject({ kind: expect.stringMatching(/^(response|event)$/) });
    // Only a cut inside of a message leaves lines that belong to none.
    const lines = bytes.toString('utf8').split('\r\n').filter((line) => line !== '');
    const kept = messages.flatMap((message) => ('headers' in message ? message.headers : []));
    expect({ of, lines: lines.length - 1 - kept.length }).toEqual({ of, lines: expect.toSatisfy((lost: number) => lost === 0 || !bytes.subarray(-4).equals(Buffer.from('\r\n\r\n'))) });
  }
});
