import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createSession, Version2c } from 'net-snmp';
import { expect, test } from 'vitest';
import { ConnectedSocket } from './connected-socket.ts';

const quiet = { onRefused: () => undefined, onDatagram: () => undefined, isRead: () => true };

/** An agent in a thread of its own: after a moment it answers a SET with the same message as a response. It counts what it was asked. */
const agent = `
const { createSocket } = require('node:dgram');
const { parentPort, workerData } = require('node:worker_threads');
const socket = createSocket('udp4');
const asked = new Int32Array(workerData);
socket.on('message', (message, { port, address }) => {
  Atomics.add(asked, 0, 1);
  message[message.indexOf(0xa3)] = 0xa2;
  setTimeout(() => socket.send(message, port, address), 50);
});
socket.bind(0, '127.0.0.1', () => parentPort.postMessage(socket.address().port));
`;

test('a request that was answered while the process stood still is not sent again', async () => {
  const asked = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(agent, { eval: true, workerData: asked.buffer });
  const [port] = await once(worker, 'message');
  const session = createSession('127.0.0.1', 'public', {
    port, version: Version2c, timeout: 100, retries: 3, dgramModule: { createSocket: () => new ConnectedSocket({ port, address: '127.0.0.1', anySource: false }, quiet) },
  });
  const set = (): Promise<void> => new Promise((done, failed) => session.set([{ oid: '1.3.6.1.2.1.1.6.0', type: 4, value: 'attic' }], (error) => (error === null ? done() : failed(error))));
  const answered = set();
  await expect.poll(() => Atomics.load(asked, 0), { interval: 1 }).toBe(1);
  // Nothing runs here while the answer comes and the time for it ends; after an immediate, timers are next.
  await new Promise((done) => setImmediate(done));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  await answered;
  expect(Atomics.load(asked, 0)).toBe(1);
  session.close();
  await worker.terminate();
});

test('an agent that does not answer is asked again', async () => {
  const asked = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(agent.replace('socket.send(message, port, address)', 'undefined'), { eval: true, workerData: asked.buffer });
  const [port] = await once(worker, 'message');
  const session = createSession('127.0.0.1', 'public', {
    port, version: Version2c, timeout: 30, retries: 2, dgramModule: { createSocket: () => new ConnectedSocket({ port, address: '127.0.0.1', anySource: false }, quiet) },
  });
  const error = await new Promise<Error | null>((done) => session.set([{ oid: '1.3.6.1.2.1.1.6.0', type: 4, value: 'attic' }], done));
  expect(error?.name).toBe('RequestTimedOutError');
  expect(Atomics.load(asked, 0)).toBe(3);
  session.close();
  await worker.terminate();
});
