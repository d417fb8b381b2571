import { duplexPair } from 'node:stream';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Unsupported, Unreachable } from '../contract/outcome.ts';
import { Channel, type ChannelEnd } from './channel.ts';
import { parseUntrusted } from './messages.ts';
import { maxValueLength, pageLength } from './pages.ts';

function pair(answer: (channel: Channel, id: number, method: string, params: unknown) => void): { near: Channel; far: Channel; closed: (string | null)[]; raw: (text: string | Buffer) => void } {
  const [one, other] = duplexPair();
  const closed: (string | null)[] = [];
  const silent: ChannelEnd = { request: () => undefined, notification: () => undefined, closed: (violation) => closed.push(violation) };
  const near = new Channel(one, silent);
  const far: Channel = new Channel(other, { ...silent, request: (id, method, params) => answer(far, id, method, params) });
  onTestFinished(() => {
    near.close(null);
    far.close(null);
  });
  return { near, far, closed, raw: (text) => other.write(text) };
}

test('values of any size come back whole, large ones in pages', async () => {
  const { near } = pair((channel, id, _method, params) => void channel.unwrap(params).then((value) => channel.reply(id, JSON.stringify(value))));
  const echo = async (value: unknown): Promise<unknown> => near.request('echo', near.wrap(JSON.stringify(value))).answer;
  await fc.assert(fc.asyncProperty(fc.jsonValue(), async (value) => {
    expect(await echo(value)).toEqual(parseUntrusted(JSON.stringify(value)));
  }), { numRuns: 50 });
  for (const text of ['x'.repeat(3 * pageLength), '😀"\\\u0001'.repeat(pageLength), `y${'😀'.repeat(pageLength)}`]) expect(await echo(text)).toBe(text);
});

test('a value beyond the cap is refused where it is made', () => {
  const { near } = pair(() => undefined);
  expect(() => near.wrap('1'.repeat(maxValueLength + 1))).toThrow('may cross');
});

test('outcomes keep kind, code, hint and data; other errors become faults', async () => {
  const { near } = pair((channel, id, method) => channel.fail(id, method === 'outcome' ? new Unreachable('gone', { hint: 'Look.', data: { layer: 'connect' } }) : new RangeError('oops')));
  const error: unknown = await near.request('outcome', '{}').answer.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Unreachable);
  expect(error).not.toBeInstanceOf(Unsupported);
  expect(error).toMatchObject({ kind: 'Unreachable', code: 'JF0001', message: 'gone', hint: 'Look.', data: { layer: 'connect' } });
  await expect(near.request('fault', '{}').answer).rejects.toMatchObject({ name: 'RemoteFault', message: 'oops' });
});

test('an end that breaks the rules is cut off, and every open call hears of it', async () => {
  const { near, closed, raw } = pair(() => undefined);
  const call = near.request('never', '{}').answer;
  raw('{"jsonrpc":"2.0","id":77,"result":{"value":1}}\n');
  await expect(call).rejects.toThrow('nobody made');
  expect(closed).toContain('an answer to call 77, which nobody made');
});

test('any bytes at all end in a closed channel or in nothing, never in an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.uint8Array(), fc.json().map((text) => Buffer.from(`${text}\n`)))), async (chunks) => {
      const { raw, near } = pair(() => undefined);
      for (const chunk of chunks) raw(Buffer.from(chunk));
      await new Promise((next) => setImmediate(next));
      near.close(null);
    }),
    { numRuns: 50 },
  );
});

test('the gone other end rejects what is open', async () => {
  const { near, far, closed } = pair(() => undefined);
  const call = near.request('never', '{}').answer;
  far.close(null);
  await expect(call).rejects.toThrow('gone');
  await vi.waitFor(() => expect(closed).toEqual([null, null]));
});
