import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Varbind } from '@jackfield/sdk';
import { SnmpDevice, startSnmpSimulator, type Notification, type SnmpSimulator } from '@jackfield/sdk/testing';
import { createV3Session, SecurityLevel, TrapType } from 'net-snmp';
import { expect, test, vi } from 'vitest';
import { memoryCredentials } from '../../testing/operations.ts';
import { newEngine, openEngine, type TrapEngine } from './trap-engine.ts';
import type { ArrivedTrap, TrapCounts, TrapNews } from './trap-messages.ts';
import { TrapReceiver } from './trap-receiver.ts';

const linkDown = '1.3.6.1.6.3.1.1.5.3';
const port3 = { oid: '1.3.6.1.2.1.2.2.1.1.3', value: { type: 'Integer', value: 3 } } as const;
const user = { name: 'gardener', auth: { protocol: 'sha256', password: 'auth-passphrase' }, privacy: { protocol: 'aes', password: 'privacy-passphrase' } } as const;

const credentials = memoryCredentials({
  lab: { kind: 'snmp-community', community: 'orchard', writeCommunity: null },
  other: { kind: 'snmp-community', community: 'meadow', writeCommunity: null },
  plain: { kind: 'snmp-user', user: 'visitor', auth: null, privacy: null },
  user: { kind: 'snmp-user', user: user.name, auth: { protocol: 'sha256', key: user.auth.password }, privacy: { protocol: 'aes', key: user.privacy.password } },
});

/** A receiver for one device on loopback that keeps what comes, or does not. */
class Rig implements AsyncDisposable {
  readonly arrived: ArrivedTrap[] = [];
  counts: TrapCounts | null = null;
  keeps = true;
  readonly engine: TrapEngine;
  #receiver: TrapReceiver | null = null;

  constructor(engine: TrapEngine) {
    this.engine = engine;
  }

  static async open({ names = ['lab'], engine = newEngine(), address = '127.0.0.1' }: { readonly names?: readonly string[]; readonly engine?: TrapEngine; readonly address?: string } = {}): Promise<Rig> {
    const rig = new Rig(engine);
    const receiver = await TrapReceiver.open({ listen: { address: '127.0.0.1', port: 0, place: { file: 'jackfield.yaml', line: 3 } }, engine, credentials, tell: (news) => rig.#hear(news) });
    receiver.obey({ kind: 'sources', sources: [{ device: 'dev-1', address, credentials: names }] });
    rig.#receiver = receiver;
    return rig;
  }

  get port(): number {
    return this.#receiver?.port ?? 0;
  }

  get to(): Notification['to'] {
    return { address: '127.0.0.1', port: this.port };
  }

  /** The reasons that are not zero, once there are so many. */
  async dropped(total: number): Promise<object> {
    return vi.waitFor(() => {
      const reasons = Object.entries(this.counts?.dropped ?? {}).filter(([, count]) => count > 0);
      if (reasons.reduce((sum, [, count]) => sum + count, 0) !== total) throw new Error(JSON.stringify(this.counts));
      return Object.fromEntries(reasons);
    }, { timeout: 3_000 });
  }

  #hear(news: TrapNews): void {
    if (news.kind === 'counts') this.counts = news.counts;
    if (news.kind !== 'trap') return;
    this.arrived.push(news.arrived);
    this.#receiver?.obey({ kind: 'settled', number: news.number, kept: this.keeps });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#receiver?.[Symbol.asyncDispose]();
  }
}

const startAgent = (): Promise<SnmpSimulator> => startSnmpSimulator({ device: new SnmpDevice([]), community: 'orchard', users: [{ ...user }] });

for (const version of ['1', '2c', '3'] as const) {
  test(`v${version}: a trap has one form, whatever brought it`, async () => {
    await using agent = await startAgent();
    await using rig = await Rig.open({ names: ['lab', 'user'] });
    await agent.notify({ to: rig.to, oid: linkDown, version, varbinds: [port3] });
    await vi.waitFor(() => expect(rig.arrived).toHaveLength(1));
    const trap = { oid: linkDown, kind: 'trap', version, at: expect.any(String), uptime: expect.any(Number), varbinds: [[port3.oid, 'Integer', 3]] };
    expect(rig.arrived).toEqual([{ device: 'dev-1', address: '127.0.0.1', trap }]);
  });
}

test('the name of a v1 trap of a vendor is made by RFC 3584', async () => {
  await using agent = await startAgent();
  await using rig = await Rig.open();
  await agent.notify({ to: rig.to, oid: '1.3.6.1.4.1.99999.2.0.7', version: '1' });
  await vi.waitFor(() => expect(rig.arrived).toMatchObject([{ trap: { oid: '1.3.6.1.4.1.99999.2.0.7' } }]));
});

for (const version of ['2c', '3'] as const) {
  test(`v${version}: an inform is acknowledged when it is kept, and not otherwise`, async () => {
    await using agent = await startAgent();
    await using rig = await Rig.open({ names: ['user', 'lab'] });
    expect(await agent.notify({ to: rig.to, oid: linkDown, kind: 'inform', version })).toBe(true);
    expect(rig.arrived).toMatchObject([{ trap: { kind: 'inform', version, oid: linkDown } }]);
    rig.keeps = false;
    expect(await agent.notify({ to: rig.to, oid: linkDown, kind: 'inform', version, timeoutMs: 300 })).toBe(false);
    expect(rig.arrived.length).toBeGreaterThan(1);
  });
}

test('a device that knew our engine before our restart is told the clock of now, and its inform comes through', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-engine-'));
  try {
    const first = await openEngine(folder);
    const second = await openEngine(folder);
    expect([second.id, second.boots]).toEqual([first.id, first.boots + 1]);
    await writeFile(join(folder, 'snmp-engine.json'), 'not what was written');
    expect((await openEngine(folder)).id).not.toEqual(first.id);
    // The simulator asks for the engine each time, so that the clock moves on between question and inform.
    let asked = 0;
    const restarting: TrapEngine = { id: first.id, get boots() { return (asked += 1) > 1 ? 8 : 7; }, time: () => 100 };
    await using agent = await startAgent();
    await using rig = await Rig.open({ names: ['user'], engine: restarting });
    expect(await agent.notify({ to: rig.to, oid: linkDown, kind: 'inform', version: '3' })).toBe(true);
    expect(await rig.dropped(1)).toEqual({ late: 1 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('only known addresses and the credentials of the device there are taken; all else is counted', async () => {
  await using agent = await startAgent();
  await using stranger = await Rig.open({ address: '127.0.0.9' });
  await agent.notify({ to: stranger.to, oid: linkDown });
  expect(await stranger.dropped(1)).toEqual({ unknown: 1 });
  expect(stranger.counts?.from).toEqual([['127.0.0.1', 1]]);

  await using wrong = await Rig.open({ names: ['other'] });
  await agent.notify({ to: wrong.to, oid: linkDown });
  await agent.notify({ to: wrong.to, oid: linkDown, version: '3' });
  expect(await agent.notify({ to: wrong.to, oid: linkDown, kind: 'inform', timeoutMs: 200 })).toBe(false);
  await vi.waitFor(() => expect(wrong.counts?.dropped.unauthorized).toBeGreaterThanOrEqual(3));

  await using unresolved = await Rig.open({ names: ['gone'] });
  await agent.notify({ to: unresolved.to, oid: linkDown });
  expect(await unresolved.dropped(1)).toEqual({ unauthorized: 1 });
  expect([...stranger.arrived, ...wrong.arrived, ...unresolved.arrived]).toEqual([]);
});

test('with SNMPv3 nobody gets in without the user\'s keys: a wrong key, no user, no signature', async () => {
  await using rig = await Rig.open({ names: ['user'] });
  const tries = [
    { ...user, auth: { ...user.auth, password: 'another-passphrase' } }, { ...user, name: 'nobody' }, { name: user.name }, { name: user.name, auth: user.auth },
  ];
  for (const one of tries) {
    await using agent = await startSnmpSimulator({ device: new SnmpDevice([]), users: [one] });
    await agent.notify({ to: rig.to, oid: linkDown, version: '3' });
  }
  // net-snmp's own receiver takes every message without a user for the question for its engine.
  const session = createV3Session('127.0.0.1', { name: '', level: SecurityLevel.noAuthNoPriv }, { trapPort: rig.port, engineID: rig.engine.id.toString('hex') });
  await new Promise<void>((resolve, reject) => session.trap(TrapType.LinkDown, (error) => (error === null ? resolve() : reject(error))));
  session.close();
  expect(await rig.dropped(tries.length + 1)).toEqual({ unauthorized: tries.length + 1 });
  expect(rig.arrived).toEqual([]);
});

test('a user without keys is believed as often as any other, where the device has just that one', async () => {
  await using rig = await Rig.open({ names: ['plain'] });
  await using agent = await startSnmpSimulator({ device: new SnmpDevice([]), users: [{ name: 'visitor' }] });
  for (let sent = 0; sent < 40; sent += 1) await agent.notify({ to: rig.to, oid: linkDown, version: '3' });
  await vi.waitFor(() => expect(rig.arrived).toHaveLength(40));
});

test('names of engines that are made up cost no more than a few keys', async () => {
  await using rig = await Rig.open({ names: ['user'] });
  for (let made = 0; made < 60; made += 1) {
    const engineID: Varbind = { oid: '1.3.6.1.6.3.10.2.1.1.0', value: { type: 'OctetString', value: Buffer.from(`8000000005${String(made).padStart(8, '0')}`, 'hex') } };
    await using forger = await startSnmpSimulator({ device: new SnmpDevice([engineID]), users: [{ ...user, auth: { ...user.auth, password: 'another-passphrase' } }] });
    await forger.notify({ to: rig.to, oid: linkDown, version: '3' });
  }
  expect(await rig.dropped(60)).toEqual({ unauthorized: 60 });
  await using agent = await startAgent();
  expect(await agent.notify({ to: rig.to, oid: linkDown, version: '3', kind: 'inform' })).toBe(true);
});

test('a message of SNMPv3 that is sent again much later is not believed', async () => {
  await using rig = await Rig.open({ names: ['user'] });
  for (const uptime of ['1000s', '900s', '800s']) {
    await using agent = await startSnmpSimulator({ device: SnmpDevice.fromModel({ name: 'sw1', descr: 'A switch', objectID: '1.3.6.1.4.1.9.1.1', uptime }), users: [{ ...user }] });
    await agent.notify({ to: rig.to, oid: linkDown, version: '3' });
  }
  expect(await rig.dropped(1)).toEqual({ late: 1 });
  expect(rig.arrived).toHaveLength(2);
});

test('what is no trap is counted and harms nothing', async () => {
  await using agent = await startAgent();
  await using rig = await Rig.open();
  const socket = createSocket('udp4');
  try {
    for (const bytes of ['', '00', '3000', '30820fff', '302602010104066f726368617264a019020101020100020100300e300c06082b060102010105000500', 'ffffffffffffffff'])
      await new Promise<void>((resolve, reject) => socket.send(Buffer.from(bytes, 'hex'), rig.port, '127.0.0.1', (error) => (error === null ? resolve() : reject(error))));
  } finally {
    socket.close();
  }
  expect(await rig.dropped(6)).toEqual({ malformed: 6 });
  await agent.notify({ to: rig.to, oid: linkDown });
  await vi.waitFor(() => expect(rig.arrived).toHaveLength(1));
});

test.each([
  ['a name that is text', '304002010104076f726368617264a6320201010201000201003027300d06082b060102010103004301013016060a2b06010603010104010004086c696e6b446f776e'],
  ['a varbind without a name', '304802010104076f726368617264a63a020101020100020100302f300d06082b060102010103004301013017060a2b06010603010104010006092b060106030101050330050600020101'],
  ['a type that cannot be written again', '305102010104076f726368617264a6430201010201000201003038300d06082b060102010103004301013017060a2b06010603010104010006092b0601060301010503300e06082b06010201010300030200ff'],
  ['a value that is cut short', '304f02010104076f726368617264a6410201010201000201003036300d06082b060102010103004301013017060a2b06010603010104010006092b0601060301010503300c06082b0601020101030004ff'],
  ['an integer beyond 32 bits', '305402010104076f726368617264a646020101020100020100303b300d06082b060102010103004301013017060a2b06010603010104010006092b0601060301010503301106082b0601020101030002057fffffffff'],
])('an inform with %s is counted, not acknowledged, and harms nothing', async (_what, hex) => {
  await using agent = await startAgent();
  await using rig = await Rig.open();
  const socket = createSocket('udp4');
  const heard = vi.fn();
  socket.on('message', heard);
  try {
    await new Promise<void>((resolve, reject) => socket.send(Buffer.from(hex, 'hex'), rig.port, '127.0.0.1', (error) => (error === null ? resolve() : reject(error))));
    expect(await rig.dropped(1)).toEqual({ malformed: 1 });
    await agent.notify({ to: rig.to, oid: linkDown });
    await vi.waitFor(() => expect(rig.arrived).toHaveLength(1));
    expect(heard).not.toHaveBeenCalled();
  } finally {
    socket.close();
  }
});

test('a storm is cut to what a device may send, and forged ones do not use that up', async () => {
  await using agent = await startAgent();
  await using forger = await startSnmpSimulator({ device: new SnmpDevice([]), community: 'wrong' });
  await using rig = await Rig.open();
  for (let sent = 0; sent < 200; sent += 1) await forger.notify({ to: rig.to, oid: linkDown });
  for (let sent = 0; sent < 300; sent += 1) await agent.notify({ to: rig.to, oid: linkDown });
  await vi.waitFor(() => expect(rig.counts?.received).toBe(500), { timeout: 3_000 });
  expect(rig.arrived.length).toBeGreaterThanOrEqual(100);
  expect(rig.arrived.length).toBeLessThan(120);
  expect(rig.counts?.dropped).toMatchObject({ unauthorized: 200, limited: 300 - rig.arrived.length });
});

test('a port that cannot be had is an error that says why, where and what to do', async () => {
  await using rig = await Rig.open();
  const open = (address: string, port: number): Promise<TrapReceiver> =>
    TrapReceiver.open({ listen: { address, port, place: { file: 'jackfield.yaml', line: 3, column: 10 } }, engine: newEngine(), credentials, tell: () => undefined });
  await expect(open('127.0.0.1', rig.port)).rejects.toMatchObject({ code: 'JF9601', where: 'jackfield.yaml:3:10', hint: expect.stringContaining('traps.port') });
  await expect(open('192.0.2.1', 0)).rejects.toMatchObject({ code: 'JF9603', where: 'jackfield.yaml:3:10', hint: expect.stringContaining('traps.address') });
});

/** Ports that need a privilege are those below this; an administrator may have lowered it. */
const privilegedBelow = process.platform === 'linux' ? Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')) : 0;

test.skipIf(privilegedBelow <= 162)('a port that needs a privilege is JF9602, with the line that sets it and what gives the privilege', async () => {
  // The process that tries is nobody's, also where the tests are root's.
  const program = `
    const [{ TrapReceiver }, { newEngine }] = await Promise.all(${JSON.stringify(['trap-receiver.ts', 'trap-engine.ts'].map((file) => new URL(file, import.meta.url).href))}.map((file) => import(file)));
    if (process.getuid() === 0) process.setuid(65534);
    const listen = { address: '127.0.0.1', port: 162, place: { file: 'jackfield.yaml', line: 3 } };
    const error = await TrapReceiver.open({ listen, engine: newEngine(), credentials: { names: [], get() {} }, tell() {} }).catch((error) => error);
    console.log(JSON.stringify({ code: error.code, message: error.message, where: error.where, hint: error.hint }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=jackfield-source', '--input-type=module', '--eval', program]);
  expect(JSON.parse(stdout)).toEqual({
    code: 'JF9602', message: '127.0.0.1 port 162 (UDP) may not be opened', where: 'jackfield.yaml:3', hint: expect.stringMatching(/NET_BIND_SERVICE.*1024 or more/),
  });
});
