import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { localTarget, startProgress } from '../testing/operations.ts';
import { startTcpServer } from '../testing/tcp-server.ts';
import { fingerprintTcp } from './fingerprint.ts';

async function look(talk: (socket: Socket) => void, send?: string): Promise<string | null> {
  await using server = await startTcpServer(talk);
  using progress = startProgress(2_000);
  const target = localTarget({ tcp: { ports: { 3493: server.port } } });
  return await fingerprintTcp(target, { op: 'fingerprint.tcp', port: 3493, ...(send === undefined ? {} : { send }) }, progress);
}

test('a port that greets is listened to, in however many pieces it does', async () => {
  expect(await look((socket) => {
    socket.write('220 mail.exam');
    setImmediate(() => socket.write('ple ESMTP\r\n250 more'));
  })).toBe('220 mail.example ESMTP');
});

test('a port that waits is asked with the probe', async () => {
  expect(await look((socket) => socket.on('data', (asked: Buffer) => socket.write(`you said ${asked.toString()}`)), 'VER\n')).toBe('you said VER');
});

test('a port that says no line has said what it said when it closes; one that says nothing has said nothing', async () => {
  expect(await look((socket) => socket.end('login: '))).toBe('login: ');
  expect(await look((socket) => socket.end())).toBeNull();
  expect(await look((socket) => socket.end('\r\nlate'))).toBeNull();
});

test('a line without an end is cut', async () => {
  expect(await look((socket) => socket.write('x'.repeat(100_000)))).toBe('x'.repeat(300));
});

test('a closed port says nothing', async () => {
  await using server = await startTcpServer(() => undefined);
  const { port } = server;
  await server[Symbol.asyncDispose]();
  using progress = startProgress(2_000);
  expect(await fingerprintTcp(localTarget({}), { op: 'fingerprint.tcp', port }, progress)).toBeNull();
});
