import { AuthFailed, NotReady, OutcomeError, Refused, Unreachable, Unsupported, type Tcp } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ask, rowsOf } from './conversation.ts';
import { refusal } from './refusal.ts';
import { lineOf, wordsOf } from './words.ts';

describe('a line', () => {
  test.each([
    ['VAR su700 ups.mfr "APC"', ['VAR', 'su700', 'ups.mfr', 'APC']],
    [String.raw`UPS a "the \"A\" in C:\\racks"`, ['UPS', 'a', String.raw`the "A" in C:\racks`]],
    ['UPS a ""', ['UPS', 'a', '']],
    ['OK  Goodbye ', ['OK', 'Goodbye']],
    ['', []],
  ])('%s', (line, words) => expect(wordsOf(line)).toEqual(words));

  test.each(['UPS a "open', 'UPS a "b"c', String.raw`UPS a\b`, 'a"b"', ' UPS', String.raw`UPS "a\"`, `UPS ${'x'.repeat(5_000)}`])('%s is none', (line) => {
    expect(() => wordsOf(line)).toThrow(Unsupported);
  });

  test('what is written is read, whatever the words hold', () => {
    const word = fc.string().map((text) => text.replaceAll(/\p{Cc}/gu, '').trim());
    fc.assert(fc.property(fc.array(word), (words) => {
      expect(wordsOf(lineOf(words))).toEqual(words);
    }));
  });

  test('control characters of a UPS reach nobody\'s terminal', () => {
    expect(wordsOf('VAR a ups.model "a\u001b[31mred"')).toEqual(['VAR', 'a', 'ups.model', 'a [31mred']);
  });
});

const saying = (text: string): Tcp => ({ exchange: async () => Buffer.from(text) });
const list = ['LIST', 'UPS'];

describe('a conversation', () => {
  test('answers come in the order of the commands, lists among them', async () => {
    const said = 'VAR a b "c"\nBEGIN LIST UPS\nUPS a "A"\nUPS b "B"\nEND LIST UPS\nERR DATA-STALE\nOK Goodbye\n';
    const answers = await ask(saying(said), [['GET', 'VAR', 'a', 'b'], list, ['LIST', 'VAR', 'a']]);
    expect(answers).toMatchObject([{ kind: 'line', words: ['VAR', 'a', 'b', 'c'] }, { kind: 'rows', rows: [['UPS', 'a', 'A'], ['UPS', 'b', 'B']] }, { kind: 'refused', code: 'DATA-STALE' }]);
    expect(rowsOf(answers[1], list)).toEqual([['a', 'A'], ['b', 'B']]);
  });

  test('it ends with LOGOUT, so that nobody waits', async () => {
    let sent = '';
    await ask({ exchange: async (_port, { send } = {}) => { sent = Buffer.from(send ?? []).toString(); return Buffer.from('X\n'); } }, [['GET', 'VAR', 'a', 'b c']]);
    expect(sent).toBe('GET VAR a "b c"\nLOGOUT\n');
  });

  test.each([
    ['', Unreachable, 'upsd did not answer LIST UPS'],
    ['BEGIN LIST UPS\nUPS a "A"\n', Unreachable, 'ended in the middle'],
    ['BEGIN LIST UPS\nUPS a "A', Unreachable, 'ended in the middle'],
    ['BEGIN LIST VAR a\nEND LIST VAR a\n', Unsupported, 'was answered by "BEGIN LIST VAR a"'],
    ['BEGIN LIST UPS\nVAR a b "c"\nEND LIST UPS\n', Unsupported, 'LIST UPS holds "VAR a b c"'],
    ['HTTP/1.1 400 Bad Request\n', Unsupported, 'LIST UPS was answered by'],
    [`BEGIN LIST UPS\n${'UPS a "A"\n'.repeat(6_000)}`, Unsupported, 'lines'],
  ])('%j is an outcome', async (said, outcome, words) => {
    const error: unknown = await ask(saying(said), [list]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(outcome);
    expect(String(error)).toContain(words);
  });

  test('whatever upsd sends is an answer or an outcome, never a fault', async () => {
    const said = 'BEGIN LIST UPS\nUPS a "the \\"A\\" one"\nEND LIST UPS\nOK Goodbye\n';
    const mutated = fc.oneof(fc.nat(said.length).map((end) => said.slice(0, end)), fc.string(), fc.tuple(fc.nat(said.length), fc.string()).map(([at, more]) => said.slice(0, at) + more + said.slice(at)));
    await fc.assert(fc.asyncProperty(mutated, async (text) => {
      const seen: unknown = await ask(saying(text), [list]).catch((reason: unknown) => reason);
      expect(seen).toSatisfy((value) => value instanceof OutcomeError || Array.isArray(value));
    }), { numRuns: 500 });
  });
});

test.each([
  ['DATA-STALE', NotReady], ['DRIVER-NOT-CONNECTED', NotReady], ['ACCESS-DENIED', AuthFailed], ['USERNAME-REQUIRED', AuthFailed], ['READONLY', Unsupported],
  ['UNKNOWN-UPS', Unsupported], ['INVALID-VALUE', Refused], ['SET-FAILED', Refused], ['constructor', Unsupported], ['', Unsupported],
])('ERR %s is %o', (code, outcome) => expect(refusal('LIST UPS', code)).toBeInstanceOf(outcome));
