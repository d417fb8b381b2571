import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import ssh2 from 'ssh2';
import { expect, test, vi } from 'vitest';
import { Asterisk, startAmiSimulator, type AmiFaults, type AmiSimulator } from '../ami/index.ts';
import { FakeClock, type SimulatorClock } from '../clock/index.ts';
import { startHttpSimulator, type HttpFaults, type HttpSimulator } from '../http/index.ts';
import { SnmpDevice, startSnmpSimulator, type SnmpSimulator } from '../snmp/index.ts';
import { startSshSimulator, type SshFaults, type SshSimulator } from '../ssh/index.ts';
import { LineDevice, startLineSimulator, type LineSimulator, type TcpFaults } from '../tcp/index.ts';
import { Chance } from './chance.ts';

const lines = (faults: TcpFaults, clock?: SimulatorClock): Promise<LineSimulator> =>
  startLineSimulator({ device: new LineDevice({ greeting: 'ready\n', rules: [{ on: 'say (.*)', answer: 'said $1\n' }] }), faults, ...(clock === undefined ? {} : { clock }) });
const pbx = (faults: AmiFaults): Promise<AmiSimulator> => startAmiSimulator({ asterisk: new Asterisk({ users: [{ name: 'jackfield', secret: 'secret' }] }), faults });
const web = (faults: HttpFaults): Promise<HttpSimulator> => startHttpSimulator({ model: { documents: { '/lamp': { state: 'on' } } }, faults });
const server = (faults: SshFaults): Promise<SshSimulator> => startSshSimulator({ users: [{ name: 'root', password: 'secret' }], programs: ({ argv }) => ({ stdout: `${argv.join(' ')}\n` }), faults });

/** A connection that keeps what it hears. */
class Ear implements Disposable {
  readonly socket: Socket;
  text = '';
  ended = false;

  constructor({ address, port }: { readonly address: string; readonly port: number }) {
    this.socket = connect({ host: address, port, noDelay: true }).on('error', () => undefined);
    this.socket.setEncoding('latin1').on('data', (piece: string) => (this.text += piece));
    this.socket.on('end', () => (this.ended = true));
  }

  async hears(text: string): Promise<string> {
    while (!this.text.includes(text) && !this.ended) await Promise.race([once(this.socket, 'data'), once(this.socket, 'end')]);
    return this.text;
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

test('chance takes as many as it should, and always the same', () => {
  fc.assert(fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
    const taken = (chance: Chance): boolean[] => Array.from({ length: 2_000 }, () => chance.happens(share));
    const decisions = taken(new Chance(seed));
    expect(taken(new Chance(seed))).toEqual(decisions);
    expect(Math.abs(decisions.filter(Boolean).length / 2_000 - share)).toBeLessThan(0.06);
  }), { numRuns: 50 });
});

test('answers that come twice, in the wrong order, or never, by lines', async () => {
  await using device = await lines({ duplicate: true });
  using ear = new Ear(device);
  await ear.hears('ready');
  ear.socket.write('say one\n');
  expect(await ear.hears('one\nsaid one\n')).toBe('ready\nsaid one\nsaid one\n');
  device.faults = { wrongOrder: true };
  ear.socket.write('say two\nsay three\n');
  expect(await ear.hears('two')).toContain('said three\nsaid two\n');
  const survivors = async (seed: number): Promise<string> => {
    const before = device.operations;
    device.faults = { loss: 0.5, seed };
    ear.text = '';
    ear.socket.write(Array.from({ length: 40 }, (_, at) => `say ${at}\n`).join(''));
    await vi.waitFor(() => expect(device.operations).toBe(before + 40));
    device.faults = {};
    ear.socket.write('say bye\n');
    return ear.hears('said bye\n');
  };
  const first = await survivors(3);
  expect(first.split('\n').length).toBeGreaterThan(10);
  expect(first.split('\n').length).toBeLessThan(32);
  expect(await survivors(4)).not.toBe(first);
});

test('half-open from the start: the connection stands and nothing is said', async () => {
  for (const start of [() => lines({ halfOpen: 'accept' }), () => pbx({ halfOpen: 'accept' }), () => server({ halfOpen: 'accept' }), () => web({ halfOpen: 'accept' })]) {
    await using device = await start();
    using ear = new Ear(device);
    await once(ear.socket, 'connect');
    await new Promise((done) => ear.socket.write('GET /lamp HTTP/1.1\r\nhost: x\r\n\r\n', done));
    using other = new Ear(device);
    await once(other.socket, 'connect');
    expect([ear.text, ear.ended]).toEqual(['', false]);
  }
});

test('half-open in the middle of an answer: half of it, then neither a byte nor an end', async () => {
  await using device = await lines({ halfOpen: 'answer' });
  using ear = new Ear(device);
  await ear.hears('ready');
  ear.socket.write('say something\n');
  await ear.hears('said so');
  ear.socket.write('say more\n');
  await using manager = await pbx({ halfOpen: 'answer' });
  using session = new Ear(manager);
  session.socket.write('Action: Login\r\nUsername: jackfield\r\nSecret: secret\r\nEvents: off\r\n\r\nAction: Ping\r\n\r\n');
  await session.hears('accepted\r\n\r\nResp');
  manager.asterisk.emit({ privilege: 'system,all', lines: [['Event', 'Unheard']] });
  await using site = await web({ halfOpen: 'answer' });
  using page = new Ear(site);
  page.socket.write('GET /lamp HTTP/1.1\r\nhost: x\r\n\r\n');
  await page.hears('{"stat');
  expect([ear.text, ear.ended]).toEqual(['ready\nsaid so', false]);
  expect([session.text.includes('Timestamp: '), session.text.includes('Unheard'), session.ended]).toEqual([false, false, false]);
  expect([page.text.includes('"on"'), page.ended]).toEqual([false, false]);
});

test('half-open in the middle of a command\'s output: no more bytes, no status, not even an answer to a keep-alive', async () => {
  await using machine = await server({ halfOpen: 'answer' });
  const client = new ssh2.Client();
  await new Promise((done) => client.once('ready', () => done(null)).connect({ host: machine.address, port: machine.port, username: 'root', password: 'secret', keepaliveInterval: 30, keepaliveCountMax: 2 }));
  let output = '';
  const gone = new Promise<Error>((done) => client.once('error', done));
  client.exec('echo something', (_error, channel) => channel.on('data', (piece: Buffer) => (output += piece.toString())).end());
  expect((await gone).message).toContain('Keepalive');
  expect(output).toBe('echo so');
});

test('the manager answers twice, late and out of order; the n-th action ends the session', async () => {
  await using manager = await pbx({});
  using ear = new Ear(manager);
  ear.socket.write('Action: Login\r\nUsername: jackfield\r\nSecret: secret\r\nEvents: off\r\n\r\n');
  await ear.hears('accepted\r\n\r\n');
  const ask = async (faults: AmiFaults, until: string): Promise<string> => {
    manager.faults = faults;
    ear.text = '';
    ear.socket.write('Action: Ping\r\nActionID: 1\r\n\r\nAction: Ping\r\nActionID: 2\r\n\r\n');
    return (await ear.hears(until)).replaceAll(/[^]*?ActionID: (\d)[^]*?\r\n\r\n/g, '$1');
  };
  expect(await ask({ wrongOrder: true }, 'ActionID: 1\r\nPing: Pong')).toMatch(/^21/);
  expect(await ask({ disconnectAt: manager.operations + 2 }, 'nothing')).toBe('1');
});

const getName = Buffer.from('302602010104067075626c6963a019020101020100020100300e300c06082b060102010101000500', 'hex');

function request(id: number): Buffer {
  const bytes = Buffer.from(getName);
  bytes[17] = id;
  return bytes;
}

async function heard(socket: UdpSocket, count: number): Promise<number[]> {
  const ids: number[] = [];
  while (ids.length < count) {
    const [datagram] = await once(socket, 'message');
    if (Buffer.isBuffer(datagram)) ids.push(datagram[datagram.indexOf(0xa2) + 4] ?? -1);
  }
  return ids;
}

test('an agent\'s datagrams come twice, swapped, or by seeded chance not at all', async () => {
  const agent: SnmpSimulator = await startSnmpSimulator({ device: new SnmpDevice([{ oid: '1.3.6.1.2.1.1.1.0', value: { type: 'Integer', value: 1 } }]) });
  await using _agent = agent;
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const ask = async (ids: readonly number[], count: number): Promise<number[]> => {
    const answers = heard(socket, count);
    for (const id of ids) socket.send(request(id), agent.port, agent.address);
    return answers;
  };
  agent.faults = { duplicate: true };
  expect(await ask([1], 2)).toEqual([1, 1]);
  agent.faults = { wrongOrder: true };
  expect(await ask([2, 3], 2)).toEqual([3, 2]);
  socket.close();
});

test('latency goes by the clock of the test', async () => {
  const clock = new FakeClock();
  await using device = await lines({ latencyMs: 30_000 }, clock);
  using ear = new Ear(device);
  ear.socket.write('say late\n');
  const before = clock.now();
  await clock.next();
  expect(await ear.hears('late')).toContain('said late');
  expect(clock.now() - before).toBe(30_000);
});

test('a page of HTML stands before a dead device, and a full disk takes no more', async () => {
  await using site = await web({ status: 503 });
  const get = async (method = 'GET'): Promise<number> => (await fetch(`http://127.0.0.1:${site.port}/lamp`, { method, headers: { connection: 'close' }, ...(method === 'GET' ? {} : { body: '{}' }) })).status;
  expect(await get()).toBe(503);
  site.faults = { diskFull: true };
  expect([await get('PUT'), await get()]).toEqual([507, 200]);
});
