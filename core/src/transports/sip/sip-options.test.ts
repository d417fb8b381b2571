import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { localTarget, startProgress } from '../testing/operations.ts';
import { startTcpServer } from '../testing/tcp-server.ts';
import { sipOptions } from './sip-options.ts';

/** The head of an answer to a request: what it must repeat. */
function answerTo(request: string, status: string): string {
  const repeated = request.split('\r\n').filter((line) => /^(?:Via|From|To|Call-ID|CSeq):/.test(line));
  return [`SIP/2.0 ${status}`, ...repeated, 'Content-Length: 0', '', ''].join('\r\n');
}

/** A server that says for each request, counted from 1, what it answers. */
async function startUdp(answers: (request: string, count: number) => readonly string[]): Promise<{ readonly port: number; readonly heard: string[] } & AsyncDisposable> {
  const socket: Socket = createSocket('udp4');
  const heard: string[] = [];
  socket.on('message', (datagram, { port, address }) => {
    heard.push(datagram.toString());
    for (const answer of answers(datagram.toString(), heard.length)) socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  return { port, heard, [Symbol.asyncDispose]: async () => void (await new Promise<void>((done) => socket.close(done))) };
}

async function ask(port: number, { protocol = 'udp', timeoutMs = 5_000, peer }: { readonly protocol?: 'udp' | 'tcp'; readonly timeoutMs?: number; readonly peer?: string } = {}) {
  using progress = startProgress(10_000);
  return await sipOptions(localTarget({ sip: { timeoutMs } }), { op: 'sip.options', port, protocol, ...(peer === undefined ? {} : { peer }) }, progress);
}

test('an answer that is lost is asked for again, with the same request', async () => {
  await using server = await startUdp((request, count) => (count < 2 ? [] : [answerTo(request, '200 OK')]));
  expect(await ask(server.port)).toMatchObject({ status: 200, reason: 'OK', sent: 2 });
  expect(new Set(server.heard).size).toBe(1);
});

test('answers to other requests, and garbage, are passed over; a provisional one is not the end', async () => {
  await using server = await startUdp((request) => [
    'garbage', answerTo(request.replace(/branch=[^;]+/, 'branch=z9hG4bKother'), '200 OK'), answerTo(request.replace('1 OPTIONS', '1 INVITE'), '200 OK'), answerTo(request, '100 Trying'), answerTo(request, '404 Not Found'),
  ]);
  expect(await ask(server.port)).toMatchObject({ status: 404, reason: 'Not Found', sent: 1 });
});

test('silence is an answer, and so is that nobody listens', async () => {
  await using silent = await startUdp(() => []);
  expect(await ask(silent.port, { timeoutMs: 700 })).toEqual({ status: null, reason: 'no answer within 700 ms', rttMs: null, sent: 2, server: null });
  const gone = await startUdp(() => []);
  await gone[Symbol.asyncDispose]();
  expect(await ask(gone.port)).toMatchObject({ status: null, reason: `nobody listens on port ${gone.port}` });
  expect(await ask(gone.port, { protocol: 'tcp' })).toMatchObject({ status: null, reason: `nobody listens on port ${gone.port}` });
});

test('over TCP it is asked once; pieces and provisional answers are put together', async () => {
  await using server = await startTcpServer((socket) => {
    socket.once('data', (piece: Buffer) => {
      const [trying, final] = [answerTo(piece.toString(), '100 Trying'), answerTo(piece.toString(), '486 Busy Here')];
      socket.write(trying + final.slice(0, 20));
      setImmediate(() => socket.write(final.slice(20)));
    });
  });
  expect(await ask(server.port, { protocol: 'tcp' })).toMatchObject({ status: 486, reason: 'Busy Here', sent: 1 });
});

test('a TCP peer that floods, or closes, ends as no answer', async () => {
  await using flood = await startTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('x'.repeat(200_000));
  });
  expect(await ask(flood.port, { protocol: 'tcp' })).toMatchObject({ status: null, reason: 'what it sends is no SIP' });
  await using closing = await startTcpServer((socket) => socket.end());
  expect(await ask(closing.port, { protocol: 'tcp' })).toMatchObject({ status: null, reason: expect.stringContaining('closed the connection') });
});

test('a name is looked up, and one that nobody knows is an answer', async () => {
  await using server = await startUdp((request) => [answerTo(request, '200 OK')]);
  expect(await ask(server.port, { peer: 'localhost' })).toMatchObject({ status: 200 });
  expect(await ask(server.port, { peer: 'nobody.invalid' })).toMatchObject({ status: null, sent: 0, reason: 'its name is not known' });
});

test('a call that is called off ends at once', async () => {
  await using server = await startUdp(() => []);
  using progress = startProgress(100);
  const asked = sipOptions(localTarget({ sip: { timeoutMs: 5_000 } }), { op: 'sip.options', port: server.port, protocol: 'udp' }, progress);
  await expect(asked).resolves.toMatchObject({ status: null });
});
