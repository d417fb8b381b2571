import { connect } from 'node:net';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { Queue } from '../queue.ts';
import { localTarget, memoryCredentials, startProgress } from '../testing/operations.ts';
import { startTcpServer, type TcpServer } from '../testing/tcp-server.ts';
import { SshDevice } from './ssh-device.ts';
import { straight } from './ssh-way.ts';

/** A server whose one command does not wait for its input, and is over at once; it opens so many channels on a connection. */
async function startServer(channels = Infinity): Promise<{ readonly port: number } & AsyncDisposable> {
  const server = new ssh2.Server({ hostKeys: [ssh2.utils.generateKeyPairSync('ed25519').private] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (login) => login.accept());
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
  return { port: typeof address === 'object' && address !== null ? address.port : 0, [Symbol.asyncDispose]: () => new Promise((done) => void server.close(() => done())) };
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
  const credentials = memoryCredentials({ lab: { kind: 'ssh', user: 'root', password: 'secret', privateKey: null, passphrase: null } });
  const device = new SshDevice(localTarget({ ssh: { port: way.port, credentials: 'lab' } }), credentials, async () => true, new Queue(1), straight);
  using progress = startProgress();
  const answer: unknown = JSON.parse(await device.perform({ op: 'ssh.exec', argv: ['smartctl'], stream: false }, progress));
  device.close();
  expect(answer).toEqual({ code: 3, signal: null, stdout: 'no disk\n', stderr: '', truncated: false });
});

test('a server that opens no further channel is busy, not without SFTP: which of its settings says how many', async () => {
  await using server = await startServer(0);
  const credentials = memoryCredentials({ lab: { kind: 'ssh', user: 'root', password: 'secret', privateKey: null, passphrase: null } });
  const device = new SshDevice(localTarget({ ssh: { port: server.port, credentials: 'lab' } }), credentials, async () => true, new Queue(1), straight);
  using progress = startProgress();
  const operations: Parameters<SshDevice['perform']>[0][] = [{ op: 'ssh.exec', argv: ['true'], stream: false }, { op: 'ssh.readFile', path: '/etc/motd' }];
  for (const operation of operations) {
    await expect(device.perform(operation, progress)).rejects.toMatchObject({ kind: 'NotReady', hint: expect.stringContaining('MaxSessions') });
  }
  device.close();
});
