import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { SnmpDevice, startSnmpSimulator, type SnmpSimulator } from '@jackfield/sdk/testing';
import { expect, test, vi } from 'vitest';
import { createHostEvents, listen, type HostEventMap } from '../events/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { Configuration } from '../sites/index.ts';
import { MemoryStore } from '../testing/index.ts';
import { createLocalTransports, transportSettings } from '../transports/index.ts';
import { trapMigrations } from './migrations.ts';
import { createTrapService } from './received-traps.ts';
import type { TrapService } from './trap-service.ts';

const linkDown = '1.3.6.1.6.3.1.1.5.3';
const device: ManagedDevice = {
  id: 'dev-1', name: 'sw1', site: 'leeds', kind: 'switch', address: '127.0.0.1', addresses: ['127.0.0.1', '10.9.9.9'], vendor: null, model: null, os: null, version: null,
  serial: null, labels: {}, plugins: [], keys: [], interfaces: [], neighbours: [], firstSeen: '', lastSeen: '',
};
const site = { id: 'leeds', title: '', region: '', district: '', networks: [], devices: [], file: '' };
const place = { file: 'jackfield.yaml', line: 4, column: 12 };

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

/** The service with everything it stands on: real sockets, a database in memory. */
class Rig implements AsyncDisposable {
  readonly store = new MemoryStore(trapMigrations);
  readonly events = createHostEvents();
  readonly failures: HostEventMap['traps.failed'][] = [];
  readonly drops: HostEventMap['traps.dropped'][] = [];
  traps: Configuration['daemon']['traps'];
  readonly service: TrapService;
  readonly #stack = new AsyncDisposableStack();
  readonly #transports;

  constructor(port: number, secret = 'orchard') {
    this.traps = { address: '127.0.0.1', port, place };
    const daemon = (): Pick<Configuration['daemon'], 'traps' | 'retention'> => ({ traps: this.traps, retention: { samplesDays: 1, rollupsDays: 1, resultsDays: 1 } });
    this.#transports = this.#stack.use(createLocalTransports({ names: ['lab'], get: () => ({ kind: 'snmp-community', community: secret, writeCommunity: null }) }));
    const current = {
      get daemon() { return daemon(); },
      setting: () => ({ snmp: { credentials: 'lab' } }), siteOf: (address: string) => (address.startsWith('127.') ? site : null),
    };
    this.#stack.use(listen(this.events, { 'traps.failed': (event) => this.failures.push(event), 'traps.dropped': (event) => this.drops.push(event) }));
    this.service = this.#stack.use(createTrapService({ transports: this.#transports, store: this.store, inventory: { devices: () => [device] }, configuration: { current }, events: this.events }));
  }

  /** Names of the traps that a watcher has from now on, until so many came. */
  async watched(count: number): Promise<string[]> {
    const found: string[] = [];
    const stop = new AbortController();
    const target = { key: device.id, site: 'leeds', address: '127.0.0.1', settings: transportSettings({}) };
    for await (const text of this.#transports.subscribe({ target, operation: { op: 'snmp.traps' }, timeoutMs: 1_000 }, stop.signal)) {
      found.push(JSON.parse(text).oid);
      if (found.length === count) stop.abort();
    }
    return found;
  }

  async listening(): Promise<this> {
    await vi.waitFor(() => {
      if (this.service.status()?.listening !== true) throw new Error('not yet');
    }, { timeout: 5_000 });
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

const startAgent = (): Promise<SnmpSimulator> => startSnmpSimulator({ device: new SnmpDevice([]), community: 'orchard' });

test('an inform that cannot be written is not acknowledged; one that is written is', async () => {
  const port = await freePort();
  await using rig = await new Rig(port).listening();
  await using agent = await startAgent();
  const to = { address: '127.0.0.1', port };
  rig.store.failing = new Error('no room');
  expect(await agent.notify({ to, oid: linkDown, kind: 'inform', timeoutMs: 200 })).toBe(false);
  rig.store.failing = null;
  expect(await agent.notify({ to, oid: linkDown, kind: 'inform' })).toBe(true);
  // Whoever waits for an acknowledgement sends again: on a slow machine it is there twice.
  expect((await rig.store.read({ sql: 'SELECT device, address, taken FROM trap' }))[0]).toEqual({ device: 'dev-1', address: '127.0.0.1', taken: 0 });
  await vi.waitFor(() => expect(rig.service.status()?.acknowledged).toBeGreaterThanOrEqual(1));
});

test('a watcher that comes later has what came before it, once', async () => {
  const port = await freePort();
  await using rig = await new Rig(port).listening();
  await using agent = await startAgent();
  const to = { address: '127.0.0.1', port };
  for (const oid of ['1.3.6.1.6.3.1.1.5.1', linkDown]) await agent.notify({ to, oid, kind: 'inform' });
  expect(await rig.watched(2)).toEqual(['1.3.6.1.6.3.1.1.5.1', linkDown]);
  const next = rig.watched(1);
  await agent.notify({ to, oid: '1.3.6.1.6.3.1.1.5.4', kind: 'inform' });
  expect(await next).toEqual(['1.3.6.1.6.3.1.1.5.4']);
});

test('what is dropped is one line, however much it is, and in the counts', async () => {
  const port = await freePort();
  await using rig = await new Rig(port, 'another').listening();
  await using agent = await startAgent();
  for (let sent = 0; sent < 50; sent += 1) await agent.notify({ to: { address: '127.0.0.1', port }, oid: linkDown });
  await vi.waitFor(() => expect(rig.service.status()?.dropped.unauthorized).toBe(50), { timeout: 3_000 });
  expect(rig.drops).toHaveLength(1);
  expect(rig.drops[0]).toMatchObject({ reasons: { unauthorized: expect.any(Number) }, from: [expect.stringMatching(/^127\.0\.0\.1 \(\d+\)$/)] });
  expect(rig.service.status()).not.toHaveProperty('from');
});

test('a port in use ends nothing: it is told with its line, and opened when it is free', { timeout: 15_000 }, async () => {
  const other = createSocket('udp4').bind(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address();
  await using rig = new Rig(port);
  await vi.waitFor(() => expect(rig.failures).toHaveLength(1));
  expect(rig.failures[0]).toMatchObject({ code: 'JF9601', where: 'jackfield.yaml:4:12', hint: expect.stringContaining('traps.port') });
  expect(rig.service.status()).toMatchObject({ listening: false, problem: { code: 'JF9601' } });
  await new Promise<void>((resolve) => other.close(resolve));
  await rig.listening();
  expect(rig.service.status()).toMatchObject({ problem: null });
  expect(rig.failures).toHaveLength(1);
});

test('a reload moves the port, and takes it away', async () => {
  await using rig = await new Rig(await freePort()).listening();
  await using agent = await startAgent();
  const port = await freePort();
  rig.traps = { address: '127.0.0.1', port, place };
  rig.events.emit('configuration.reloaded', { sites: 1, person: 'ann', atNextStart: [] });
  expect(await agent.notify({ to: { address: '127.0.0.1', port }, oid: linkDown, kind: 'inform' })).toBe(true);
  rig.traps = null;
  rig.events.emit('configuration.reloaded', { sites: 1, person: 'ann', atNextStart: [] });
  expect(rig.service.status()).toBeNull();
  expect(await agent.notify({ to: { address: '127.0.0.1', port }, oid: linkDown, kind: 'inform', timeoutMs: 300 })).toBe(false);
});

test('the newest are told with what a plugin made of them; what it tells of something else is of none', async () => {
  const port = await freePort();
  await using rig = await new Rig(port).listening();
  await using agent = await startAgent();
  const told = { plugin: 'widget', device: 'dev-1', name: 'link', summary: 'Gi1 went down', hints: ['ports'] };
  rig.events.emit('plugin.watch', { ...told, summary: 'before any trap' });
  for (const oid of ['1.3.6.1.6.3.1.1.5.4', linkDown]) await agent.notify({ to: { address: '127.0.0.1', port }, oid, kind: 'inform' });
  rig.events.emit('plugin.watch', told);
  await vi.waitFor(async () => expect((await rig.service.recent({ limit: 10 }))[0]).toMatchObject({ device: 'dev-1', oid: linkDown, kind: 'inform', heard: [{ plugin: 'widget', summary: 'Gi1 went down', hints: ['ports'] }] }));
  expect((await rig.service.recent({ limit: 10 })).flatMap(({ heard }) => heard)).toHaveLength(1);
  expect(await rig.service.recent({ devices: ['other'], limit: 10 })).toEqual([]);
});

test('what is kept is known by device with its last, whose were dropped by address', async () => {
  const port = await freePort();
  await using rig = await new Rig(port).listening();
  await using agent = await startAgent();
  await using stranger = await startSnmpSimulator({ device: new SnmpDevice([]), community: 'meadow' });
  const to = { address: '127.0.0.1', port };
  expect(await rig.service.kept()).toEqual([]);
  await agent.notify({ to, oid: '1.3.6.1.6.3.1.1.5.1' });
  await vi.waitFor(async () => expect(await rig.service.kept()).toMatchObject([{ kept: 1 }]));
  await agent.notify({ to, oid: linkDown });
  await vi.waitFor(async () => expect(await rig.service.kept()).toEqual([
    { device: 'dev-1', kept: 2, last: { at: expect.stringMatching(/^20.*Z$/), address: '127.0.0.1', oid: linkDown, kind: 'trap', version: '2c' } },
  ]));
  expect(rig.service.droppedFrom()).toEqual([]);
  for (const sent of [1, 2]) {
    await stranger.notify({ to, oid: linkDown });
    await vi.waitFor(() => expect(rig.service.droppedFrom()).toEqual([{ address: '127.0.0.1', dropped: sent, last: expect.stringMatching(/^20.*Z$/) }]), { timeout: 3_000 });
  }
});
