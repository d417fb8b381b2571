import { expect, test } from 'vitest';
import { AnswerGuard, type Verdict } from './answer-guard.ts';

const field = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
};
const number = (value: number): Buffer => field(2, Buffer.from([value]));
const text = (value: string): Buffer => field(4, Buffer.from(value, 'latin1'));

const [response, report] = [0xa2, 0xa8];

interface V3 {
  readonly id?: number;
  readonly flags?: number;
  readonly engine?: string;
  readonly boots?: number;
  readonly pdu?: number;
}

/** A message of SNMPv3 of which nothing but what the guard looks at is true. */
function v3({ id = 7, flags = 0, engine = 'engine', boots = 1, pdu = response }: V3): Buffer {
  const security = field(0x30, text(engine), number(boots), number(1), text('user'), text(''), text(''));
  const scoped = field(0x30, text(engine), text(''), field(pdu, number(id), number(0), number(0), field(0x30)));
  return field(0x30, number(3), field(0x30, number(id), number(100), field(4, Buffer.from([flags])), number(3)), field(4, security), (flags & 2) === 0 ? scoped : text('sealed'));
}

const community = (id: number): Buffer => field(0x30, number(1), text('public'), field(response, number(id), number(0), number(0), field(0x30)));

function judged(guard: AnswerGuard, message: Buffer, meanwhile: () => boolean = () => true): { readonly verdict: Verdict; readonly wasRead: boolean } {
  let wasRead = false;
  const verdict = guard.judge(message, () => {
    wasRead = true;
    return meanwhile();
  });
  return { verdict, wasRead };
}

function after(...requests: readonly Buffer[]): AnswerGuard {
  const guard = new AnswerGuard();
  for (const request of requests) guard.asked(request);
  return guard;
}

test('an answer to what was asked is read, once; another number, or another form, is not', () => {
  const guard = after(community(7));
  expect(judged(guard, community(8))).toEqual({ verdict: 'stray', wasRead: false });
  expect(judged(guard, community(7).subarray(0, 12))).toEqual({ verdict: 'malformed', wasRead: false });
  expect(judged(guard, community(7))).toEqual({ verdict: 'answer', wasRead: true });
  expect(judged(guard, community(7))).toEqual({ verdict: 'stray', wasRead: false });
});

test('what could not be read leaves the request open for what can', () => {
  const guard = after(community(7));
  expect(judged(guard, community(7), () => false).verdict).toBe('malformed');
  expect(judged(guard, community(7)).verdict).toBe('answer');
});

test('an answer is as signed and encrypted as its request, and from the same engine', () => {
  for (const asked of [0, 1, 3]) {
    for (const flags of [0, 1, 2, 3]) expect([asked, flags, judged(after(v3({ flags: asked })), v3({ flags })).verdict]).toEqual([asked, flags, flags === asked ? 'answer' : 'unprotected']);
    expect(judged(after(v3({ flags: asked })), v3({ flags: asked, engine: 'another' })).verdict).toBe('unprotected');
  }
});

test('a community does not answer for a user, nor a user for a community', () => {
  expect(judged(after(community(7)), v3({ flags: 1 }))).toEqual({ verdict: 'unprotected', wasRead: false });
  expect(judged(after(v3({ flags: 1 })), community(7))).toEqual({ verdict: 'unprotected', wasRead: false });
});

test('a report may come in the clear, and from an engine that is not known yet, with a clock that can be', () => {
  expect(judged(after(v3({ flags: 3 })), v3({ pdu: report, engine: 'found' })).verdict).toBe('answer');
  expect(judged(after(v3({ flags: 3 })), v3({ pdu: report, flags: 1 })).verdict).toBe('answer');
  for (const wrong of [{ engine: '' }, { engine: 'e'.repeat(33) }, { boots: 0xff }]) expect(judged(after(v3({ flags: 3 })), v3({ pdu: report, ...wrong })).verdict).toBe('unprotected');
  expect(judged(after(v3({ flags: 0 })), v3({ pdu: report, flags: 1 })).verdict).toBe('unprotected');
});

test('reports that each lead to another request end', () => {
  const guard = after(v3({ id: 1 }));
  const follow = (round: number): number => {
    let rounds = round;
    judged(guard, v3({ id: round + 1, pdu: report }), () => {
      guard.asked(v3({ id: round + 2 }));
      rounds = round + 1;
      return true;
    });
    return rounds === round || rounds === 50 ? rounds : follow(rounds);
  };
  expect(follow(0)).toBe(4);
});

test('engines that are made up cost no more than a few keys, and the one that is known is still heard', () => {
  const guard = new AnswerGuard();
  const verdicts = Array.from({ length: 40 }, (_, at) => {
    guard.asked(v3({ flags: 1 }));
    return judged(guard, v3({ pdu: report, engine: `engine-${at}` })).verdict;
  });
  expect(verdicts.filter((verdict) => verdict === 'answer')).toHaveLength(8);
  guard.asked(v3({ flags: 1 }));
  expect(judged(guard, v3({ pdu: report, engine: 'engine-0' })).verdict).toBe('answer');
});
