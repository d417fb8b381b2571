import { execFile } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listen, type HostEventMap } from '../../core/src/events/index.ts';
import type { TrapStatus } from '../../core/src/traps/index.ts';
import { freeUdpPort } from './daemon.ts';
import { describeWith, program } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSnmpd, type RealAgent } from './snmpd.ts';

const address = '127.0.75.2';
const linkDown = '1.3.6.1.6.3.1.1.5.3';
const linkUp = '1.3.6.1.6.3.1.1.5.4';
const ifIndex = ['1.3.6.1.2.1.2.2.1.1.1', 'i', '1'];

const run = promisify(execFile);

/** What snmptrap sends, sent again and again from the agent's address: two thousand processes would measure the machine. */
class Storm implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #datagram: Buffer;

  private constructor(socket: Socket, datagram: Buffer) {
    this.#socket = socket;
    this.#datagram = datagram;
  }

  static async of(say: (port: number) => Promise<boolean>): Promise<Storm> {
    const catching = createSocket('udp4').bind(0, '127.0.75.1');
    await once(catching, 'listening');
    const caught = once(catching, 'message');
    await say(catching.address().port);
    const [datagram]: unknown[] = await caught;
    catching.close();
    const socket = createSocket('udp4').bind(0, address);
    await once(socket, 'listening');
    return new Storm(socket, Buffer.isBuffer(datagram) ? datagram : Buffer.alloc(0));
  }

  async send(count: number, port: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => new Promise<void>((resolve, reject) => this.#socket.send(this.#datagram, port, '127.0.75.1', (error) => (error === null ? resolve() : reject(error))))));
    await new Promise(setImmediate);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }
}

describeWith(['snmpd', 'snmpget', 'snmptrap', 'snmpinform'], 'traps of real agents', () => {
  let agent: RealAgent;
  let host: RealHost;
  let trapPort: number;
  const heard: HostEventMap['plugin.watch'][] = [];
  const dropped: HostEventMap['traps.dropped'][] = [];

  /** Debian's own programs say it, from the address of the agent; true when they end well: an inform only does when it was acknowledged. */
  const say = async (name: 'snmptrap' | 'snmpinform', login: readonly string[], words: readonly string[], from = address, port = trapPort): Promise<boolean> => {
    const options = ['-r', '0', '-t', '1', `--clientaddr=${from}`, ...login, `127.0.75.1:${port}`, ...words];
    return run(program(name), options, { env: { ...process.env, MIBS: '', SNMP_PERSISTENT_DIR: '/nonexistent' } }).then(() => true, () => false);
  };
  const v2c = (community: string): readonly string[] => ['-v2c', '-c', community];
  const v3 = ({ user }: RealAgent, key = user.authKey): readonly string[] =>
    ['-v3', '-l', 'authPriv', '-u', user.name, '-a', 'SHA-256', '-A', key, '-x', 'AES', '-X', user.privacyKey];
  const trap = (oid: string): readonly string[] => ['0', oid, ...ifIndex];
  const counts = (): TrapStatus => {
    const status = host.services.traps.status();
    if (status === null) throw new Error('no traps are received');
    return status;
  };
  const portsRun = (): number => Date.parse(host.services.health.statuses().find(({ check }) => check === 'ports')?.lastRun ?? '') || 0;

  beforeAll(async () => {
    agent = await startSnmpd(address);
    trapPort = await freeUdpPort('127.0.75.1');
    const { user } = agent;
    host = await startRealHost({
      networks: ['127.0.75.0/29'], plugins: { 'snmp-switch': { enabled: true, grant: 'read', checks: { ports: { every: '1h' }, uptime: { every: '1h' } } } },
      daemon: { traps: { address: '127.0.75.1', port: trapPort } },
      credentials: {
        lab: { kind: 'snmp-community', community: { plain: agent.community } },
        v3: { kind: 'snmp-user', user: user.name, auth: { protocol: 'sha256', key: { plain: user.authKey } }, privacy: { protocol: 'aes', key: { plain: user.privacyKey } } },
      },
      devices: [{ name: 'sw1', address }],
      transports: { snmp: { port: agent.port, credentials: ['lab', 'v3'], timeoutMs: 500, retries: 1 } },
    });
    listen(host.services.events, { 'plugin.watch': (event) => heard.push(event), 'traps.dropped': (event) => dropped.push(event) });
    await host.services.discovery.run({});
    await vi.waitUntil(() => portsRun() > 0, { timeout: 10_000 });
  }, 30_000);
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await agent[Symbol.asyncDispose]();
  });

  for (const [version, login] of [['v1', null], ['v2c', () => v2c(agent.community)], ['v3 with SHA-256 and AES', () => v3(agent)]] as const) {
    test(`${version}: a trap has its check run within 2 s`, async () => {
      const words = login === null ? ['1.3.6.1.6.3.1.1.5', address, '2', '0', '', ...ifIndex] : ['', linkDown, ...ifIndex];
      const before = portsRun();
      const begun = Date.now();
      expect(await say('snmptrap', login === null ? ['-v1', '-c', agent.community] : login(), words)).toBe(true);
      await vi.waitFor(() => expect(portsRun()).toBeGreaterThan(before), { timeout: 4_000, interval: 20 });
      expect(portsRun() - begun).toBeLessThan(2_000);
      expect(heard.at(-1)).toMatchObject({ plugin: 'snmp-switch', name: 'linkDown', summary: 'a link went down: port 1', hints: ['ports'] });
    });
  }

  for (const [version, login] of [['v2c', () => v2c(agent.community)], ['v3 with SHA-256 and AES', () => v3(agent)]] as const) {
    test(`${version}: an inform is acknowledged, and is on disk then`, async () => {
      expect(await say('snmpinform', login(), trap(linkUp))).toBe(true);
      const [row] = await host.services.store.read({ sql: 'SELECT data FROM trap ORDER BY id DESC LIMIT 1' });
      expect(JSON.parse(String(row?.['data']))).toMatchObject({ oid: linkUp, kind: 'inform', version: version.slice(1, 3).trim() });
      await vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ name: 'linkUp' }));
    });
  }

  test('a wrong community, a wrong key and an unknown address are dropped and counted, and no inform of theirs is acknowledged', async () => {
    // What is counted is told every quarter of a second.
    const [row] = await host.services.store.read({ sql: 'SELECT count(*) AS count FROM trap' });
    await vi.waitFor(() => expect(counts().accepted).toBe(row?.['count']));
    const before = counts();
    expect(await say('snmpinform', v2c('wrong'), trap(linkDown))).toBe(false);
    expect(await say('snmpinform', v3(agent, 'another-passphrase'), trap(linkDown))).toBe(false);
    expect(await say('snmpinform', v2c(agent.community), trap(linkDown), '127.0.75.3')).toBe(false);
    await vi.waitFor(() => {
      const { accepted, dropped: { unauthorized, unknown } } = counts();
      expect({ accepted, unauthorized: unauthorized - before.dropped.unauthorized, unknown: unknown - before.dropped.unknown }).toEqual({ accepted: before.accepted, unauthorized: 2, unknown: 1 });
    });
    const metrics = await (await fetch(`http://127.0.0.1:${host.listen.port}/metrics`)).text();
    expect(metrics).toMatch(/^jackfield_traps\{outcome="unauthorized"\} [2-9]/m);
    expect(metrics).toMatch(/^jackfield_traps_listening 1$/m);
    expect(dropped).toHaveLength(1);
  });

  test('a storm of 2,000 is cut, told once and makes no storm of checks', { timeout: 20_000 }, async () => {
    const before = counts();
    const runs = host.services.health.schedule().runs;
    const [begun, begunAt] = [performance.now(), Date.now()];
    await using storm = await Storm.of((port) => say('snmptrap', v2c(agent.community), trap(linkDown), address, port));
    // In pieces: a burst that the kernel drops would be no storm for the host.
    for (let sent = 0; sent < 2_000; sent += 50) await storm.send(50, trapPort);
    const seconds = (performance.now() - begun) / 1_000;
    await vi.waitFor(() => expect(counts().received - before.received).toBe(2_000), { timeout: 5_000 });
    const taken = counts().accepted - before.accepted;
    expect(taken).toBeLessThanOrEqual(100 + Math.ceil(5 * (seconds + 1)));
    expect(counts().dropped.limited - before.dropped.limited).toBe(2_000 - taken);
    // The last hint of the storm is followed too; nothing more comes of it.
    await vi.waitUntil(() => portsRun() > begunAt, { timeout: 4_000 });
    expect(host.services.health.schedule().runs - runs).toBeLessThanOrEqual(10);
    expect(dropped.length).toBeLessThanOrEqual(2);
    const [row] = await host.services.store.read({ sql: 'SELECT count(*) AS count FROM trap' });
    expect(row?.['count']).toBe(counts().accepted);
  });
});
