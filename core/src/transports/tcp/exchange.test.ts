import { expect, test } from 'vitest';
import type { Operation } from '../operations.ts';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { startTcpServer, type TcpServer } from '../testing/tcp-server.ts';
import { exchange } from './exchange.ts';

async function ask(server: { readonly port: number }, options: Partial<Extract<Operation, { op: 'tcp.exchange' }>> = {}, timeoutMs?: number): Promise<string> {
  using progress = startProgress(timeoutMs);
  return (await exchange(localTarget({}), { op: 'tcp.exchange', port: server.port, idleMs: 10_000, ...options }, memoryCredentials({}), progress)).toString();
}
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Says what it heard, in two pieces, and stays. */
const echo = (): Promise<TcpServer> =>
  startTcpServer((socket) => {
    socket.setNoDelay();
    socket.on('data', (piece: Buffer) => {
      socket.write('you said ');
      setImmediate(() => socket.write(`${piece.toString()}\r\n> `));
    });
  });

test('what is sent is heard, and the answer read up to its mark', async () => {
  await using server = await echo();
  expect(await ask(server, { send: base64('status'), until: '> ' })).toBe('you said status\r\n> ');
});

test('a place where the device listens elsewhere', async () => {
  await using server = await startTcpServer((socket) => socket.end('here\n'));
  using progress = startProgress();
  expect((await exchange(localTarget({ tcp: { ports: { 3493: server.port } } }), { op: 'tcp.exchange', port: 3493, idleMs: 10_000 }, memoryCredentials({}), progress)).toString()).toBe('here\n');
});

test('without a mark the answer ends with the connection', async () => {
  await using server = await startTcpServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
  expect(await ask(server)).toBe('220 mail.example ESMTP\r\n');
});

test('without a mark silence ends the answer', async () => {
  await using server = await startTcpServer((socket) => socket.write('login: '));
  expect(await ask(server, { idleMs: 50 })).toBe('login: ');
});

test('a peer that never stops is cut at the cap', async () => {
  await using server = await startTcpServer((socket) => {
    const flood = (): boolean => socket.writable && socket.write('x'.repeat(10_000), () => flood());
    flood();
  });
  expect(await ask(server, { maxBytes: 25_000 })).toBe('x'.repeat(25_000));
});

test('a peer that trickles spends the deadline of the request; a closed port is Unreachable while connecting', async () => {
  await using server = await startTcpServer((socket) => {
    const trickle = setInterval(() => socket.write('.'), 10);
    socket.once('close', () => clearInterval(trickle));
  });
  await expect(ask(server, {}, 150)).rejects.toMatchObject({ kind: 'Unreachable', data: { layer: 'request' } });
  const gone = await echo();
  await gone[Symbol.asyncDispose]();
  await expect(ask(gone)).rejects.toMatchObject({ kind: 'Unreachable', data: { layer: 'connect' } });
});
