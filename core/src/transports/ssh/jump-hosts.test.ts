import { once } from 'node:events';
import { connect } from 'node:net';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { Queue } from '../queue.ts';
import { localTarget, memoryCredentials, startProgress, trusting } from '../testing/operations.ts';
import { sshHostKey } from '../testing/ssh-host-key.ts';
import { startTcpServer } from '../testing/tcp-server.ts';
import { JumpHost } from './jump-host.ts';
import { JumpHosts } from './jump-hosts.ts';
import { sshCredential } from './ssh-credential.ts';
import { SshDevice } from './ssh-device.ts';
import { endStream, straight } from './ssh-way.ts';

interface TestServer extends AsyncDisposable {
  readonly port: number;
  readonly counted: { connections: number; logins: number; forwards: number };
}

/** An SSH server that says hello to any command and lets through to any address. */
async function startServer(): Promise<TestServer> {
  const counted = { connections: 0, logins: 0, forwards: 0 };
  const clients = new Set<ssh2.Connection>();
  const server = new ssh2.Server({ hostKeys: [sshHostKey()] }, (client) => {
    counted.connections += 1;
    clients.add(client);
    client.on('error', () => undefined);
    client.on('authentication', (login) => {
      if (login.method !== 'password') return login.reject(['password']);
      counted.logins += 1;
      if (login.password === 'open') login.accept();
      else login.reject();
    });
    client.on('tcpip', (accept, reject, { destIP, destPort }) => {
      counted.forwards += 1;
      const socket = connect(destPort, destIP);
      socket.once('error', () => reject());
      socket.once('connect', () => {
        const stream = accept();
        stream.on('error', () => undefined);
        stream.once('close', () => socket.destroy());
        stream.pipe(socket).pipe(stream);
      });
    });
    client.on('session', (accept) => {
      accept().on('exec', (run) => {
        const channel = run();
        channel.write('hello\n');
        channel.exit(0);
        channel.close();
      });
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    counted, port: typeof address === 'object' && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.end();
      await new Promise((done) => void server.close(() => done(null)));
    },
  };
}

const credentials = memoryCredentials({
  lab: { kind: 'ssh', user: 'root', password: 'open', privateKey: null, passphrase: null },
  wrong: { kind: 'ssh', user: 'root', password: 'no', privateKey: null, passphrase: null },
});

/** Hops have other names for the loopback than the device: one with the device's own address would be the device. */
const hop = (port: number, name = 'lab') => ({ address: 'localhost', port, credentials: name });

function device(jumps: JumpHosts, port: number, jump: object, more: object = {}): { hello(timeoutMs?: number): Promise<unknown> } & Disposable {
  const target = localTarget({ ssh: { port, credentials: 'lab', jump, connectTimeoutMs: 2_000, ...more } });
  const ssh = new SshDevice(target, credentials, trusting, new Queue(4), jumps.wayTo(target));
  return {
    async hello(timeoutMs = 5_000) {
      using progress = startProgress(timeoutMs);
      return JSON.parse(await ssh.perform({ op: 'ssh.exec', argv: ['hello'], stream: false }, progress));
    },
    [Symbol.dispose]: () => ssh.close(),
  };
}

const open = (accepts: (port: number) => boolean = () => true): JumpHosts => new JumpHosts(() => credentials, { ...trusting, checkHostKey: async (_address, port) => (accepts(port) ? 'accepted' : 'changed') });

test('devices behind two hops share one connection to each of them', async () => {
  await using near = await startServer();
  await using far = await startServer();
  await using first = await startServer();
  await using second = await startServer();
  await using jumps = open();
  using one = device(jumps, first.port, [hop(near.port), hop(far.port)]);
  using other = device(jumps, second.port, [hop(near.port), hop(far.port)]);
  const answers = await Promise.all([one.hello(), other.hello(), one.hello(), other.hello()]);
  expect(answers).toEqual(Array.from({ length: 4 }, () => expect.objectContaining({ code: 0, stdout: 'hello\n' })));
  expect(near.counted).toEqual({ connections: 1, logins: 1, forwards: 1 });
  expect(far.counted).toEqual({ connections: 1, logins: 1, forwards: 2 });
});

test('a hop that is down is named, by its place on the way', async () => {
  await using near = await startServer();
  await using machine = await startServer();
  await using jumps = open();
  using first = device(jumps, machine.port, hop(1));
  await expect(first.hello()).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('jump host localhost:1 (hop 1): nobody listens'), data: { hop: 'localhost:1' } });
  using second = device(jumps, machine.port, [hop(near.port), hop(1)]);
  await expect(second.hello()).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringMatching(/jump host localhost:1 \(hop 2\): jump host localhost:\d+ \(hop 1\) cannot reach localhost:1/), data: { hop: 'localhost:1' } });
  // Whatever the hops do, nobody tries the way without them.
  expect(machine.counted.connections).toBe(0);
});

test('a device that its last hop cannot reach is no fault of a hop', async () => {
  await using near = await startServer();
  await using jumps = open();
  using gone = device(jumps, 1, hop(near.port));
  const told: unknown = await gone.hello().catch((error: unknown) => error);
  expect(told).toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('(hop 1) cannot reach 127.0.0.1:1') });
  expect(told).not.toMatchObject({ data: { hop: expect.anything() } });
});

test('a hop whose host key changed blocks all that lies behind it, and says how to go on', async () => {
  await using near = await startServer();
  await using machine = await startServer();
  await using jumps = open((port) => port !== near.port);
  using behind = device(jumps, machine.port, hop(near.port));
  await expect(behind.hello()).rejects.toMatchObject({
    kind: 'AuthFailed', message: expect.stringContaining(`(hop 1): the host key of localhost:${near.port} has changed`), hint: expect.stringContaining(`accept-hostkey localhost --port ${near.port}`),
  });
  expect([near.counted.logins, machine.counted.connections]).toEqual([0, 0]);
});

test('a login that a hop refused is not tried again at once, for none of the devices behind it', async () => {
  await using near = await startServer();
  await using machine = await startServer();
  await using jumps = open();
  for (let number = 0; number < 3; number += 1) {
    using behind = device(jumps, machine.port, hop(near.port, 'wrong'));
    await expect(behind.hello()).rejects.toMatchObject({ kind: 'AuthFailed', message: expect.stringContaining('(hop 1): the SSH server refuses the login'), data: { layer: 'login', hop: `localhost:${near.port}` } });
  }
  expect(near.counted.logins).toBe(1);
});

test('a hop that says nothing is given up, and named', async () => {
  await using near = await startServer();
  await using silent = await startTcpServer(() => undefined);
  await using jumps = open();
  using behind = device(jumps, 22, hop(silent.port), { connectTimeoutMs: 200 });
  await expect(behind.hello()).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining('(hop 1): no login within 200 ms') });
  using before = device(jumps, near.port, hop(near.port));
  await before.hello();
  using hasty = device(jumps, 22, [hop(near.port), hop(silent.port)]);
  await expect(hasty.hello(500)).rejects.toMatchObject({ kind: 'Unreachable', message: expect.stringContaining(`no login at jump host localhost:${silent.port} (hop 2)`) });
});

test('a hop is reached by the hops before it, and the first of them straight', async () => {
  await using near = await startServer();
  await using jumps = open();
  using itself = device(jumps, near.port, [{ address: '127.0.0.1', port: near.port, credentials: 'lab' }, hop(1)]);
  expect(await itself.hello()).toMatchObject({ stdout: 'hello\n' });
  expect(near.counted.forwards).toBe(0);
});

test('a hop is in use while a stream goes through it, and may be ended after that', async () => {
  await using near = await startServer();
  await using machine = await startServer();
  const host = new JumpHost({ hop: hop(near.port), number: 1, way: straight, connectTimeoutMs: 2_000, credential: () => sshCredential(credentials, 'lab', 'localhost'), firstUse: 'accept', keeper: trusting });
  const stream = await host.open('127.0.0.1', machine.port);
  expect(host.busy).toBe(true);
  const closed = once(stream, 'close');
  endStream(stream);
  await closed;
  expect(host.busy).toBe(false);
  await expect(host.open('127.0.0.1', 1)).rejects.toThrow('cannot reach');
  const target = localTarget({ ssh: { port: machine.port, credentials: 'lab' } });
  const behind = new SshDevice(target, credentials, trusting, new Queue(1), { ready: async () => void (await host.ready()), waitingFor: () => host.waitingFor(), open: () => host.open('127.0.0.1', machine.port) });
  using progress = startProgress();
  await behind.perform({ op: 'ssh.exec', argv: ['hello'], stream: false }, progress);
  expect(host.busy).toBe(true);
  behind.close();
  await expect.poll(() => host.busy).toBe(false);
  host.close();
});
