import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createServer } from 'node:tls';
import { amiHeader, type AmiMessage } from '@jackfield/sdk';
import { afterEach, expect, test } from 'vitest';
import type { Operation } from '../operations.ts';
import { startManager } from '../testing/manager.ts';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { startTcpServer } from '../testing/tcp-server.ts';
import { AmiDevice } from './ami-device.ts';

const credentials = memoryCredentials({ pbx: { kind: 'ami', user: 'ada', secret: 'open-sesame' } });
const status: Operation & { op: 'ami.action' } = { op: 'ami.action', action: 'CoreStatus', fields: [] };

const opened: AmiDevice[] = [];
function pbx(port: number, settings: object = {}): AmiDevice {
  const device = new AmiDevice(localTarget({ ami: { port, credentials: 'pbx', ...settings } }), credentials);
  opened.push(device);
  return device;
}
afterEach(() => {
  for (const device of opened.splice(0)) device.close();
});

async function ask(device: AmiDevice, timeoutMs?: number): Promise<unknown> {
  using progress = startProgress(timeoutMs);
  return JSON.parse(await device.perform(status, progress));
}

/** Asks once it is known that the session is over: until then an action is written into what nobody reads any more. */
async function askAnew(device: AmiDevice, timeoutMs?: number): Promise<unknown> {
  for (;;) {
    const answer = await ask(device, timeoutMs).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    if (!(answer instanceof Error)) return answer;
    if (!answer.message.includes('the session was lost')) throw answer;
  }
}

/** A manager whose connections each do as they are told: `booted`, `starting` (not booted), `closes` before it greets. */
function startScript(script: readonly ('booted' | 'starting' | 'closes' | 'blind')[]) {
  return startTcpServer((socket, connection) => {
    const how = script[connection - 1] ?? 'booted';
    if (how === 'closes') return void socket.destroy();
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    socket.on('data', (piece: Buffer) => {
      for (const text of piece.toString().split('\r\n\r\n').slice(0, -1)) {
        const [id, name] = [/ActionID: (.*)/.exec(text)?.[1]?.trim() ?? '', /Action: (.*)/.exec(text)?.[1]?.trim() ?? ''];
        socket.write(`Response: Success\r\nActionID: ${id}\r\nChallenge: 1\r\nUptime: ${connection}\r\n\r\n`);
        if (name === 'Login' && how === 'booted') socket.write('Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n\r\n');
        if (name === 'CoreStatus' && how !== 'starting') socket.end();
      }
    });
  });
}

test('after a restart the next action waits while connections are closed and refused, and is answered', async () => {
  await using manager = await startScript(['booted', 'closes', 'closes', 'booted']);
  const device = pbx(manager.port);
  await ask(device);
  await expect(askAnew(device)).resolves.toMatchObject({ headers: expect.arrayContaining([['Uptime', '4']]) });
});

test('one that stays away is not waited for by everybody: the pauses are made once', async () => {
  await using manager = await startScript(['booted', ...Array.from({ length: 9 }, () => 'closes' as const)]);
  const device = pbx(manager.port);
  await ask(device);
  await expect(askAnew(device)).rejects.toMatchObject({ kind: 'Unreachable' });
  expect(manager.connections).toBe(5);
  await expect(ask(device)).rejects.toMatchObject({ kind: 'Unreachable' });
  expect(manager.connections).toBe(6);
});

test('a manager that used to tell FullyBooted and does not is still starting: NotReady, and nothing was asked of it', async () => {
  await using manager = await startScript(['booted', 'starting', 'booted']);
  const device = pbx(manager.port);
  await ask(device);
  await expect(askAnew(device, 2_000)).rejects.toMatchObject({ kind: 'NotReady', message: expect.stringContaining('still starting') });
  await expect(ask(device)).resolves.toMatchObject({ headers: expect.arrayContaining([['Uptime', '3']]) });
});

test('a user who may not read events is served all the same', async () => {
  await using manager = await startScript(['blind', 'blind']);
  const device = pbx(manager.port);
  await ask(device);
  await expect(askAnew(device)).resolves.toMatchObject({ headers: expect.arrayContaining([['Uptime', '2']]) });
});

test('of a hundred thousand events that nobody takes, ten thousand are kept: the last', async () => {
  const event = (at: number): string => `Event: ContactStatus\r\nPrivilege: system,all\r\nAOR: ${at}\r\nURI: ${'x'.repeat(200)}\r\n\r\n`;
  const over = Promise.withResolvers<void>();
  const flood = async (socket: Socket): Promise<void> => {
    for (let at = 0; at < 100_000; at += 100) if (!socket.write(Array.from({ length: 100 }, (_, more) => event(at + more)).join(''))) await once(socket, 'drain');
    socket.end();
  };
  await using server = await startTcpServer((socket) => {
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    socket.once('close', () => over.resolve());
    socket.on('data', (piece: Buffer) => {
      const text = piece.toString();
      socket.write(`Response: Success\r\nActionID: ${/ActionID: (.*)\r/.exec(text)?.[1] ?? ''}\r\nChallenge: 1\r\n\r\n`);
      if (text.startsWith('Action: Login')) void flood(socket);
    });
  });
  using progress = startProgress(30_000);
  const events = pbx(server.port).events(['ContactStatus'], progress);
  await events.next();
  await over.promise;
  const read: AmiMessage[] = [];
  const rest = async (): Promise<void> => {
    for await (const text of events) read.push(JSON.parse(text));
  };
  await expect(rest()).rejects.toMatchObject({ kind: 'Unreachable' });
  expect(read.map((one) => Number(amiHeader(one, 'AOR')))).toEqual(Array.from({ length: 10_000 }, (_, at) => 90_000 + at));
});

test('over TLS with a pinned certificate it is the same session; another certificate gets no login', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-ami-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=pbx']);
  const pem = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  await rm(folder, { recursive: true });
  await using manager = await startManager(({ id }, { say }) => say('Response: Success', `ActionID: ${id}`, 'CoreCurrentCalls: 3'));
  const server = createServer(pem, (socket) => {
    const upstream = connect(manager.port, '127.0.0.1');
    socket.pipe(upstream).pipe(socket);
    for (const end of [socket, upstream]) end.on('error', () => undefined);
    socket.once('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const device = pbx(port, { tls: true, fingerprint: new X509Certificate(pem.cert).fingerprint256 });
  await expect(ask(device)).resolves.toMatchObject({ headers: expect.arrayContaining([['CoreCurrentCalls', '3']]) });
  const logins = (): number => manager.actions.filter(({ name }) => name === 'Login').length;
  await expect(ask(pbx(port, { tls: true, fingerprint: 'ab'.repeat(32) }))).rejects.toMatchObject({ kind: 'AuthFailed' });
  expect(logins()).toBe(1);
  device.close();
  await new Promise((done) => server.close(done));
});
