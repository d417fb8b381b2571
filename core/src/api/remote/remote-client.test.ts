import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { siteNode, wholeOrganization, type Binding } from '../../access/index.ts';
import { changeOf, FakeServices, plan, twoSites } from '../../testing/index.ts';
import { createApi } from '../api.ts';
import type { CommandName } from '../commands/index.ts';
import { ControlClient } from '../../control/index.ts';
import type { DaemonCommands } from '../daemon-client.ts';
import type { CommandInput } from '../daemon-client.ts';
import type { HostServices } from '../host-services.ts';
import { RemoteClient } from './remote-client.ts';

let directory: string;
let fake: FakeServices;
let services: HostServices;
let host: string;
let stack: AsyncDisposableStack;

async function open(): Promise<void> {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-remote-'));
  stack = new AsyncDisposableStack();
  fake = new FakeServices(directory, join(directory, 's.sock'));
  services = twoSites(fake);
  const { listen } = stack.use(await createApi({ services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} }));
  host = `http://127.0.0.1:${listen.port}`;
}

async function close(): Promise<void> {
  await stack.disposeAsync();
  await rm(directory, { recursive: true, force: true });
}

async function remote(binding: Binding = { role: 'admin', at: wholeOrganization }): Promise<RemoteClient> {
  const { secret } = await services.people.tokens.create({ title: 'x', binding, madeBy: 'ada', person: null, lifeMs: 60_000 });
  return new RemoteClient({ host, token: secret });
}

const device = 'leeds-core';
const asked: { readonly [Name in CommandName]?: CommandInput<Name> } = {
  status: {}, plugins: {}, organization: {}, sites: {}, site: { site: 'leeds' }, devices: { ports: true }, device: { device }, checks: {}, check: { device }, incidents: { all: true }, samples: { device, metric: 'm', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
  links: {}, where: { what: device }, traps: {}, hostkeys: {}, proposals: {}, recoverability: { site: null }, changes: {}, change: { change: 'leeds-1' }, plan: { text: 'title: x\nchanges: [{ device: leeds-core, resource: snmp-switch/port, spec: {} }]', file: 'x.yaml' },
  drift: { site: 'leeds' }, 'drift-replan': { device }, history: { device, take: true }, 'history-show': { device, version: 1 }, 'history-diff': { device, from: 1, to: 1 }, 'history-restore': { device, version: 1 }, recover: { device }, discover: {},
  'control-change': { change: 'leeds-1', word: 'pause' }, explain: { key: 'health', site: 'leeds' }, audit: { limit: 5 }, reload: {}, people: {},
  packages: {}, 'package-history': {}, 'packages-waiting': {}, 'package-rollback': { plugin: 'widget' }, 'package-remove': { plugin: 'widget' }, 'package-install': { plugin: 'widget', integrity: 'sha512-a', before: null },
  'plugin-enable': { plugin: 'widget', site: 'leeds', enabled: true }, profile: { plugin: 'snmp-switch', seconds: 1 },
};

const names = Object.keys(asked).filter((name): name is CommandName => name in asked);

describe('what a command gives', () => {
  beforeAll(open);
  afterAll(close);
  test.each(names)('%s: is the same over the network as at the machine, no field less', async (name) => {
    const ask = async (client: { call: RemoteClient['call'] }): Promise<unknown> => {
      const result: unknown = await client.call(name, asked[name] ?? {});
      // Pages have an order of their own.
      if (Array.isArray(result)) return Object.groupBy(result, (one) => /leeds|bristol|both/.exec(JSON.stringify(one))?.[0] ?? '');
      // What is the time of the answer itself.
      return typeof result === 'object' && result !== null && 'clockMs' in result ? { ...result, clockMs: 0 } : result;
    };
    expect(await ask(await remote())).toEqual(await ask(new ControlClient<DaemonCommands>({ socket: fake.socket, person: 'ada' })));
  });
});

describe('a host', () => {
  beforeEach(open);
  afterEach(close);

  test('a list of more than a page is whole', async () => {
    const changes = Array.from({ length: 2_345 }, (_none, at) => ({ ...changeOf('kept'), id: `c-${at}` }));
    Object.assign(services.changes, { list: async ({ before, atMost }: { readonly before?: string; readonly atMost?: number } = {}) => changes.slice(changes.findIndex(({ id }) => id === before) + 1).slice(0, atMost) });
    expect(await (await remote()).call('changes', {})).toHaveLength(2_345);
  });

  test('an error arrives with its code, place and hint', async () => {
    await expect((await remote({ role: 'viewer', at: siteNode('leeds') })).call('device', { device: 'bristol-core' })).rejects.toMatchObject({ report: { code: 'JF5003', where: 'bristol-core', hint: expect.stringContaining('jackfield devices') } });
    await expect((await remote({ role: 'viewer', at: siteNode('leeds') })).call('check', { device })).rejects.toMatchObject({ report: { code: 'JF8407' } });
  });

  test('apply waits for the change to end, and shows how far it is', async () => {
    const steps = [{ device: 'id-leeds', resource: 'port', key: {}, state: 'verified' as const, message: null }, { device: 'id-leeds', resource: 'port', key: {}, state: 'pending' as const, message: null }];
    const running = { ...changeOf('applying'), id: 'leeds-9', steps };
    let asks = 0;
    Object.assign(services.changes, {
      apply: async () => running, list: async () => [running],
      find: async () => ((asks += 1) > 1 ? { ...running, state: 'kept' } : running),
    });
    const shown: unknown[] = [];
    const own = { ...plan, steps: plan.steps.map((step) => ({ ...step, device: 'id-leeds' })) };
    expect(await (await remote()).call('apply', { plan: own }, { onProgress: (progress) => void shown.push(progress) })).toMatchObject({ id: 'leeds-9', state: 'kept' });
    expect(shown[0]).toEqual({ done: 1, total: 2, label: 'applying' });
  });

  test('what is of the machine, is not encrypted, or is not there is refused', async () => {
    await expect((await remote()).call('stop', {})).rejects.toMatchObject({ code: 'JF8418', hint: expect.stringContaining('cannot start it again') });
    expect(() => new RemoteClient({ host: 'http://jackfield.example.org', token: 'x' })).toThrow(expect.objectContaining({ code: 'JF8417' }));
    expect(() => new RemoteClient({ host: 'jackfield', token: 'x' })).toThrow(expect.objectContaining({ code: 'JF8416' }));
    await stack.disposeAsync();
    stack = new AsyncDisposableStack();
    await expect((await remote()).call('devices', {})).rejects.toMatchObject({ code: 'JF8416', message: expect.stringContaining('ECONNREFUSED') });
  });
});
