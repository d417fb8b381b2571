import { connect } from 'node:net';
import ssh2 from 'ssh2';
import { afterEach, expect, test, vi } from 'vitest';
import { Queue } from '../queue.ts';
import { localTarget, memoryCredentials, startProgress, trusting } from '../testing/operations.ts';
import { sshHostKey } from '../testing/ssh-host-key.ts';
import { startTcpServer, type TcpServer } from '../testing/tcp-server.ts';
import type { HostKeyVerdict } from './ssh-connection.ts';
import { SshDevice } from './ssh-device.ts';
import { straight } from './ssh-way.ts';

afterEach(() => void vi.useRealTimers());

const credentials = memoryCredentials({ lab: { kind: 'ssh', user: 'root', password: 'secret', privateKey: null, passphrase: null } });

/** A server whose one command does not wait for its input, and is over at once; it opens so many channels on a connection. */
async function startServer(channels = Infinity, accepts = (): boolean => true): Promise<{ readonly port: number; readonly logins: number } & AsyncDisposable> {
  let logins = 0;
  const server = new ssh2.Server({ hostKeys: [sshHostKey()] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (login) => {
      if (login.method === 'none') return login.reject(['password']);
      logins += 1;
      return accepts() ? login.accept() : login.reject();
    });
    let opened = 0;
    client.on('session', (accept, reject) => {
      if ((opened += 1) > channels) return void reject();
      accept().on('exec', (run) => {
        const channel = run();
        channel.write('no disk\n');
        channel.exit(3);
        channel.close();
      });
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, get logins() { return logins; }, [Symbol.asyncDispose]: () => new Promise((done) => void server.close(() => done())) };
}

/** A way to a server on which all that it says within a while arrives in one piece, as at a host that is busy. */
function startGatheringWay(port: number): Promise<TcpServer> {
  return startTcpServer((client) => {
    const server = connect(port, '127.0.0.1');
    let said: Buffer[] = [];
    server.on('data', (piece: Buffer) => {
      if (said.length === 0) {
        setTimeout(() => {
          client.write(Buffer.concat(said));
          said = [];
        }, 40);
      }
      said.push(piece);
    });
    server.on('error', () => undefined);
    client.on('data', (piece) => server.write(piece));
    client.on('close', () => server.destroy());
  });
}

test('a command that is over in the piece that says it runs is heard whole: what it printed, and how it ended', async () => {
  await using server = await startServer();
  await using way = await startGatheringWay(server.port);
  const device = new SshDevice(localTarget({ ssh: { port: way.port, credentials: 'lab' } }), credentials, trusting, new Queue(1), straight);
  using progress = startProgress();
  const answer: unknown = JSON.parse(await device.perform({ op: 'ssh.exec', argv: ['smartctl'], stream: false }, progress));
  device.close();
  expect(answer).toEqual({ code: 3, signal: null, stdout: 'no disk\n', stderr: '', truncated: false });
});

test('a server that opens no further channel is busy, not without SFTP: which of its settings says how many', async () => {
  await using server = await startServer(0);
  const device = new SshDevice(localTarget({ ssh: { port: server.port, credentials: 'lab' } }), credentials, trusting, new Queue(1), straight);
  using progress = startProgress();
  const operations: Parameters<SshDevice['perform']>[0][] = [{ op: 'ssh.exec', argv: ['true'], stream: false }, { op: 'ssh.readFile', path: '/etc/motd' }];
  for (const operation of operations) {
    await expect(device.perform(operation, progress)).rejects.toMatchObject({ kind: 'NotReady', hint: expect.stringContaining('MaxSessions') });
  }
  device.close();
});

async function hello(device: SshDevice): Promise<unknown> {
  using progress = startProgress();
  return JSON.parse(await device.perform({ op: 'ssh.exec', argv: ['hello'], stream: false }, progress));
}

test('a login that was refused is not tried again for half a minute, whoever asks; then it is', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  let isMended = false;
  await using server = await startServer(Infinity, () => isMended);
  const device = new SshDevice(localTarget({ ssh: { port: server.port, credentials: 'lab' } }), credentials, trusting, new Queue(1), straight);
  const refused = { kind: 'AuthFailed', message: expect.stringContaining('refuses the login') };
  await expect(hello(device)).rejects.toMatchObject(refused);
  isMended = true;
  await Promise.all([0, 1, 2].map(() => expect(hello(device)).rejects.toMatchObject(refused)));
  vi.advanceTimersByTime(29_000);
  await expect(hello(device)).rejects.toMatchObject(refused);
  expect(server.logins).toBe(1);
  vi.advanceTimersByTime(1_001);
  expect(await hello(device)).toMatchObject({ code: 3 });
  expect(server.logins).toBe(2);
  device.close();
});

test('a server that falls silent is asked whether it is there; two that stay without an answer end the connection, and the next command has a new one', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await using server = await startServer();
  let isSilent = false;
  let ended = false;
  await using way = await startTcpServer((client) => {
    const behind = connect(server.port, '127.0.0.1');
    client.on('data', (piece) => (isSilent || behind.write(piece)));
    behind.on('data', (piece) => void client.write(piece));
    behind.on('error', () => undefined);
    client.on('close', () => {
      ended = true;
      behind.destroy();
    });
  });
  const device = new SshDevice(localTarget({ ssh: { port: way.port, credentials: 'lab' } }), credentials, trusting, new Queue(1), straight);
  await hello(device);
  isSilent = true;
  // Two questions, and nothing said until the third would come.
  vi.advanceTimersByTime(3 * 15_000);
  await vi.waitFor(() => expect(ended).toBe(true));
  isSilent = false;
  await vi.waitFor(async () => expect(await hello(device)).toMatchObject({ code: 3 }));
  expect(server.logins).toBe(2);
  device.close();
});

test.each([['changed', 'has changed'], ['unapproved', 'nobody has approved the host key']] as const)('a host key that is %s gets no login', async (verdict: HostKeyVerdict, text) => {
  await using server = await startServer();
  const asked: unknown[] = [];
  const keeper = { ...trusting, checkHostKey: async (...[, , , firstUse]: Parameters<typeof trusting.checkHostKey>) => (asked.push(firstUse), verdict) };
  const device = new SshDevice(localTarget({ ssh: { port: server.port, credentials: 'lab', firstUse: 'ask' } }), credentials, keeper, new Queue(1), straight);
  await expect(hello(device)).rejects.toMatchObject({ kind: 'AuthFailed', message: expect.stringContaining(text), hint: expect.stringContaining('jackfield accept-hostkey') });
  expect([asked, server.logins]).toEqual([['ask'], 0]);
  device.close();
});
