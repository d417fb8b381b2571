import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHostEvents } from '../events/index.ts';
import { createTransports } from './create-transports.ts';
import type { Operation } from './operations.ts';
import { transportSettings } from './target-settings.ts';
import { startTcpServer as serve } from './testing/tcp-server.ts';
import type { TransportRequest } from './transports.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-transports-'));
  await writeFile(join(directory, 'credentials.yaml'), 'pbx: { kind: ami, user: ada, secret: { plain: open-sesame } }\n');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = () => createTransports({ directory, stateDirectory: join(directory, 'state'), events: createHostEvents() });
const ping: Operation = { op: 'ami.action', action: 'Ping', fields: [] };

function ask(port: number, operation: Operation, timeoutMs = 5_000): TransportRequest {
  const settings = transportSettings({ ami: { port, credentials: 'pbx' }, snmp: { port, credentials: 'nobody' } });
  return { target: { key: `127.0.0.1:${port}`, site: 'leeds', address: '127.0.0.1', settings }, operation, timeoutMs };
}

/** A manager that lets everybody in and answers every action. */
function manager(socket: Socket): void {
  socket.write('Asterisk Call Manager/11.0.0\r\n');
  let rest = '';
  socket.on('data', (piece: Buffer) => {
    const messages = (rest + piece.toString()).split('\r\n\r\n');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const id = /ActionID: (.*)/.exec(message)?.[1]?.trim() ?? '';
      socket.write(`Response: Success\r\nActionID: ${id}\r\nChallenge: 123\r\n\r\n`);
    }
  });
}

test('many first actions at once share one login', async () => {
  await using pbx = await serve(manager);
  await using transports = open();
  const answers = await Promise.all(Array.from({ length: 20 }, () => transports.perform(ask(pbx.port, ping))));
  expect(answers).toHaveLength(20);
  expect(pbx.connections).toBe(1);
  expect(transports.status()).toMatchObject([{ failures: 0, inFlight: 0, restarts: 0 }]);
});

test('a device that says nothing spends the deadline in a named layer', async () => {
  await using silent = await serve(() => undefined);
  await using transports = open();
  await expect(transports.perform(ask(silent.port, ping, 300))).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('ami.action on 127.0.0.1'), data: { layer: 'connect' } });
});

test('a device that talks something else is not a manager', async () => {
  await using other = await serve((socket) => socket.end('SSH-2.0-nothing\r\n'));
  await using transports = open();
  await expect(transports.perform(ask(other.port, ping))).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('not an Asterisk manager') });
});

test('a value with a line break never leaves', async () => {
  await using pbx = await serve(manager);
  await using transports = open();
  const smuggled: Operation = { op: 'ami.action', action: 'DBPut', fields: [['Val', 'x\r\nAction: Command']] };
  await expect(transports.perform(ask(pbx.port, smuggled))).rejects.toMatchObject({ kind: 'Refused' });
});

test('a missing credential is named before anything is sent', async () => {
  await using transports = open();
  await expect(transports.perform(ask(9, { op: 'snmp.get', oids: ['1.3.6.1.2.1.1.3.0'] }))).rejects.toMatchObject({ code: 'JF1020' });
});

test('secrets that are not there are named when credentials are read again, and told once', async () => {
  const events = createHostEvents();
  const told: unknown[] = [];
  events.on('credentials.unresolved', ({ errors }) => told.push(...errors));
  await using transports = createTransports({ directory, stateDirectory: join(directory, 'state'), events });
  expect(await transports.reloadCredentials()).toEqual([]);
  await writeFile(join(directory, 'credentials.yaml'), 'pbx: { kind: ami, user: ada, secret: { env: JACKFIELD_NOBODY_SETS_THIS } }\n');
  for (let time = 0; time < 2; time += 1) expect(await transports.reloadCredentials()).toMatchObject([{ code: 'JF1022', message: expect.stringContaining('JACKFIELD_NOBODY_SETS_THIS') }]);
  expect(told).toMatchObject([{ code: 'JF1022', where: 'credentials.yaml:1:1', hint: expect.stringContaining('jackfield vault set') }]);
});

test('a subscription ends when it is called off, and its session with it', async () => {
  const closed = Promise.withResolvers<void>();
  await using pbx = await serve((socket) => {
    manager(socket);
    socket.once('data', () => setImmediate(() => socket.write('Event: UserEvent\r\nUserEvent: doorbell\r\n\r\n')));
    socket.once('close', () => closed.resolve());
  });
  await using transports = open();
  const stop = new AbortController();
  const events: unknown[] = [];
  for await (const event of transports.subscribe(ask(pbx.port, { op: 'ami.events', names: ['UserEvent'] }, 60_000), stop.signal)) {
    events.push(JSON.parse(event));
    stop.abort();
  }
  expect(events).toEqual([{ headers: [['Event', 'UserEvent'], ['UserEvent', 'doorbell']] }]);
  await closed.promise;
});

test('a thread that dies takes its operations with it as Unreachable, and the next is served by another', async () => {
  const restarted = Promise.withResolvers<string>();
  const events = createHostEvents();
  events.on('thread.restarted', ({ thread }) => restarted.resolve(thread));
  const asked = Promise.withResolvers<void>();
  await using silent = await serve((socket) => socket.once('data', () => asked.resolve()) && socket.write('Asterisk Call Manager/11.0.0\r\n'));
  await using pbx = await serve(manager);
  const workers = new Set<Worker>();
  const note = (worker: Worker): void => void workers.add(worker);
  process.on('worker', note);
  await using transports = createTransports({ directory, stateDirectory: join(directory, 'state'), events });
  const waiting = transports.perform(ask(silent.port, ping, 60_000)).catch((error: unknown) => error);
  await asked.promise;
  process.off('worker', note);
  // Whoever hears of the loss can ask again at once: nothing depends on how soon the next thread is there.
  const again = waiting.then(() => transports.perform(ask(pbx.port, ping, 60_000)));
  for (const worker of workers) await worker.terminate();
  expect(await waiting).toMatchObject({ kind: 'Unreachable', data: { layer: 'thread', elapsedMs: expect.any(Number) } });
  expect(await restarted.promise).toBe('transport-1');
  expect(JSON.parse(await again)).toMatchObject({ headers: expect.anything() });
  expect(transports.status()).toMatchObject([{ restarts: 1, inFlight: 0 }]);
});
