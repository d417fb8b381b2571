import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AmiMessage } from '@jackfield/sdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AmiParser, messageKind, type AmiGreeting } from './ami-parser.ts';

const dialogues = join(process.env['JACKFIELD_SHARED'] ?? join(import.meta.dirname, '../../../../../shared'), 'ami');
if (!existsSync(dialogues)) process.stdout.write(`skipped: no recorded dialogues in ${dialogues}\n`);

/** What the server sent on a dialogue's first connection. */
function serverBytes(file: string): Buffer {
  const lines = readFileSync(join(dialogues, file), 'latin1').match(/[^\n]*\n/g) ?? [];
  return Buffer.from(lines.filter((line) => line.startsWith('S: ')).map((line) => line.slice(3)).join(''), 'latin1');
}

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

test.skipIf(!existsSync(dialogues))('recorded dialogues read the same whole and in pieces', () => {
  for (const file of readdirSync(dialogues).filter((name) => name.endsWith('.txt'))) {
    const bytes = serverBytes(file);
    const whole = parse([bytes]);
    for (const sizes of [[1], [7, 1_460], [1_024]]) expect({ file, read: parse(cut(bytes, sizes)) }).toEqual({ file, read: whole });
  }
});
