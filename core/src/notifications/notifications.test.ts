import { Unreachable } from '@jackfield/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHostEvents } from '../events/index.ts';
import type { Incident } from '../health/index.ts';
import type { Maintenance } from '../incidents/index.ts';
import { pluginWaiting, type PluginHost } from '../plugins/index.ts';
import type { Configuration } from '../sites/index.ts';
import { storeFull } from '../store/index.ts';
import { FakeClock, FakeServices, MemoryStore, openIncident, switchDevice } from '../testing/index.ts';
import type { Delivery } from './courier.ts';
import { notificationMigrations } from './migrations.ts';
import type { NotificationService } from './notification-service.ts';
import { createNotificationService } from './notifications.ts';
import type { notificationSettingsSchema } from './settings.ts';
import { z } from 'zod';

type Settings = z.input<typeof notificationSettingsSchema>;
type Route = NonNullable<NonNullable<Settings['routes']>[string]>;

const second = 1_000;
const minute = 60 * second;
const channels = { night: { mail: ['night@example.org'] }, boss: { mail: ['boss@example.org'] }, pager: { notifier: 'pagers/pager', device: 'gateway', to: ['+44 113'] }, lost: { notifier: 'pagers/pager', device: 'nowhere' } };

let clock: FakeClock;
let store: MemoryStore;
let incidents: Incident[];
let maintenance: readonly Maintenance[];
let changing: Map<string, Date>;
let sent: Delivery[];
let refuse: string | null;
let settings: Settings;
let notify: PluginHost['notify'];
let service: NotificationService;
const events = createHostEvents();

function make(): NotificationService {
  const { services: { configuration: fake } } = new FakeServices('/', '');
  const current: Configuration = { ...fake.current, setting: (key) => (key === 'notifications' ? z.json().parse(JSON.parse(JSON.stringify(settings))) : undefined) };
  return createNotificationService({
    store, events, clock, configuration: { current },
    health: { incidents: async ({ status } = {}) => incidents.filter((one) => (status ?? one.status) === one.status) },
    incidents: { maintenanceOf: () => maintenance }, changes: { underWay: () => changing }, inventory: { find: () => switchDevice, devices: () => [{ ...switchDevice, name: 'gateway' }] },
    plugins: { notify: async (call) => void (await notify(call)) },
    deliver: async (delivery) => {
      sent.push(delivery);
      return { taken: refuse === null, reason: refuse ?? '' };
    },
  });
}

beforeEach(async () => {
  clock = new FakeClock(Date.parse('2026-01-01T12:00:00Z'));
  store = new MemoryStore(notificationMigrations);
  [incidents, maintenance, sent, refuse] = [[], [], [], null];
  changing = new Map();
  notify = async () => undefined;
  service = make();
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
});

const routed = async (route: Route): Promise<void> => {
  settings = { channels, routes: { first: route } };
  await service.start();
};

const incident = (id: string, more: Partial<Incident> = {}): Incident => ({ ...openIncident, id, openedAt: new Date(clock.now()).toISOString(), summary: `${id} is down`, ...more });

/** Time goes on as it does for a host that looks every two seconds. */
async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 2 * second) {
    clock.advance(2 * second);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await new Promise((done) => setImmediate(done));
  }
}

const told = (): string[] => sent.map(({ message }) => message.title);

describe('when', () => {
  test('a storm is one message, and its end another', async () => {
    await routed({ to: ['night'] });
    incidents = Array.from({ length: 300 }, (_, at) => incident(`i-${at}`));
    await pass(30 * second);
    expect(told()).toEqual(['300 open at leeds']);
    incidents = incidents.map((one) => ({ ...one, status: 'resolved', resolvedAt: new Date(clock.now()).toISOString() }));
    await pass(2 * minute);
    expect(told()).toEqual(['300 open at leeds', '300 resolved at leeds']);
  });

  test('what comes and goes while it waits for others is not told at all', async () => {
    await routed({ to: ['night'] });
    incidents = [incident('a')];
    await pass(6 * second);
    incidents = [incident('a', { status: 'resolved' })];
    await pass(5 * minute);
    expect(sent).toEqual([]);
  });

  test('only the states of the route; one that gets worse is told again', async () => {
    await routed({ to: ['night'], states: ['warning', 'critical'] });
    incidents = [incident('a', { state: 'warning' }), incident('b', { state: 'unknown' })];
    await pass(2 * minute);
    incidents = [incident('a', { state: 'critical' })];
    await pass(2 * minute);
    expect(told()).toEqual(['warning: core-1 a is down', 'critical: core-1 a is down']);
  });

  test('an escalation waits for somebody to acknowledge', async () => {
    await routed({ to: ['boss'], after: '15m' });
    incidents = [incident('seen'), incident('unseen')];
    await pass(5 * minute);
    incidents = incidents.map((one) => (one.id === 'seen' ? { ...one, status: 'acknowledged' } : one));
    await pass(9 * minute);
    expect(sent).toEqual([]);
    await pass(2 * minute);
    expect(told()).toEqual(['critical: core-1 unseen is down']);
  });

  test('in quiet hours what they except is told of at once', async () => {
    await routed({ to: ['night'], states: ['warning', 'critical'], quiet: { from: '21:00', to: '22:00', zone: 'Asia/Tokyo', except: ['critical'] } });
    incidents.push(incident('i-1', { state: 'warning' }), incident('i-2'));
    await pass(30 * second);
    expect(sent.map(({ message }) => message.incidents.map(({ incident: id }) => id))).toEqual([['i-2']]);
  });

  test('nothing in quiet hours of its zone; what is still open is told when they end', async () => {
    await routed({ to: ['night'], quiet: { from: '21:00', to: '22:00', zone: 'Asia/Tokyo' } });
    incidents = [incident('a')];
    await pass(58 * minute);
    expect(sent).toEqual([]);
    await pass(4 * minute);
    expect(told()).toEqual(['critical: core-1 a is down']);
  });

  test('nothing for what is being worked on, and when the work ends what it left', async () => {
    await routed({ to: ['night'] });
    maintenance = [{ id: 'm', of: { device: 'id-1' }, reason: '', person: 'ada', begunAt: '', endsAt: '', endedBy: null }];
    incidents = [incident('a')];
    await pass(5 * minute);
    expect(sent).toEqual([]);
    maintenance = [];
    await pass(30 * second);
    expect(told()).toEqual(['critical: core-1 a is down']);
  });

  test('what a change may have made red waits until it has ended, or for ten minutes; what was red before does not', async () => {
    await routed({ to: ['night'] });
    changing = new Map([[switchDevice.id, new Date(clock.now())]]);
    incidents = [incident('before', { openedAt: new Date(clock.now() - minute).toISOString() }), incident('put-back'), incident('left')];
    await pass(5 * minute);
    expect(told()).toEqual(['critical: core-1 before is down']);
    incidents = incidents.map((one) => (one.id === 'put-back' ? { ...one, status: 'resolved' } : one));
    changing = new Map();
    await pass(2 * minute);
    expect(told()).toEqual(['critical: core-1 before is down', 'critical: core-1 left is down']);
    changing = new Map([[switchDevice.id, new Date(clock.now())]]);
    incidents = [incident('long')];
    await pass(8 * minute);
    expect(sent).toHaveLength(2);
    await pass(4 * minute);
    expect(told()).toContain('critical: core-1 long is down');
  });

  test('again and again until somebody acknowledges', async () => {
    await routed({ to: ['night'], repeat: '10m' });
    incidents = [incident('a')];
    await pass(25 * minute);
    expect(told()).toEqual(['critical: core-1 a is down', 'still critical: core-1 a is down', 'still critical: core-1 a is down']);
    incidents = incidents.map((one) => ({ ...one, status: 'acknowledged' }));
    await pass(25 * minute);
    expect(sent).toHaveLength(3);
  });
});

describe('the outbox', () => {
  test('a message that is not taken is tried again with the same id, by a new host too, and is told once', async () => {
    await routed({ to: ['night'] });
    refuse = 'JF5103: no';
    incidents = [incident('a')];
    await pass(30 * second);
    const [{ id } = { id: '' }] = sent;
    expect(await service.list()).toMatchObject([{ id, state: 'waiting', reason: 'JF5103: no', title: 'critical: core-1 a is down' }]);
    await service[Symbol.asyncDispose]();
    refuse = null;
    sent = [];
    service = make();
    await service.start();
    await pass(5 * minute);
    expect(sent.map((one) => one.id)).toEqual([id]);
    expect(await service.list()).toMatchObject([{ id, state: 'sent', reason: '' }]);
    expect(await service.counts()).toEqual({ waiting: 0, sent: 1, failed: 0 });
  });

  test('what was sent while the disk is full is not sent again, and is said to be sent as soon as there is room', async () => {
    await routed({ to: ['night'] });
    refuse = 'JF5103: no';
    incidents = [incident('a')];
    await pass(12 * second);
    expect(sent).toHaveLength(1);
    store.failing = storeFull('no room on the disk');
    await pass(20 * second);
    // Not taken: tried again at the pace of one that is, and not at every look.
    expect(sent).toHaveLength(2);
    refuse = null;
    await pass(5 * minute);
    expect(sent).toHaveLength(3);
    expect(await service.list()).toMatchObject([{ state: 'waiting', attempts: 1 }]);
    store.failing = null;
    await pass(4 * second);
    expect(await service.list()).toMatchObject([{ state: 'sent', attempts: 3, reason: '' }]);
    expect(sent).toHaveLength(3);
  });

  test('after a day of trying it is given up, and says why', async () => {
    await routed({ to: ['night'] });
    refuse = 'nobody there';
    incidents = [incident('a')];
    await pass(12 * second);
    for (let hour = 0; hour < 25; hour += 1) {
      clock.advance(60 * minute - 2 * second);
      await pass(2 * second);
    }
    expect(await service.list()).toMatchObject([{ state: 'failed', reason: 'nobody there' }]);
  });

  test('a plugin that throws keeps its message, which is tried again with the same id until it has it', async () => {
    const asked: Parameters<PluginHost['notify']>[0][] = [];
    notify = async (call) => {
      asked.push(call);
      if (asked.length < 3) throw asked.length === 1 ? new Unreachable('no answer') : pluginWaiting('pagers starts again');
    };
    await routed({ to: ['pager'] });
    incidents = [incident('a')];
    await pass(12 * second);
    expect(await service.list()).toMatchObject([{ channel: 'pager', state: 'waiting', reason: expect.stringMatching(/^JF\d{4}: no answer$/) }]);
    await pass(minute);
    const [{ id } = { id: '' }] = await service.list();
    expect(asked.map(({ plugin, notifier, device, to, message }) => [plugin, notifier, device.name, to, message.id, message.title])).toEqual(Array.from({ length: 3 }, () => ['pagers', 'pager', 'gateway', ['+44 113'], id, 'critical: core-1 a is down']));
    expect(await service.list()).toMatchObject([{ state: 'sent', attempts: 3, reason: '' }]);
  });

  test('a host that ends does not wait for a plugin that hangs, and the next one sends its message', async () => {
    notify = (call) => new Promise((_done, fail) => call.signal?.addEventListener('abort', () => fail(new Error('called off'))));
    await routed({ to: ['pager'] });
    incidents = [incident('a')];
    await pass(12 * second);
    await service[Symbol.asyncDispose]();
    notify = async () => undefined;
    service = make();
    await service.start();
    await pass(4 * second);
    expect(await service.list()).toMatchObject([{ state: 'sent' }]);
  });

  test('a channel of a plugin is shown with its device, and one whose device is not there waits and says so', async () => {
    await routed({ to: ['lost'] });
    expect(service.channels(null)).toContainEqual({ name: 'pager', site: null, kind: 'plugin', target: 'pagers/pager on gateway: +44 113' });
    expect(await service.test({ channel: 'lost', site: null, person: 'ada' })).toMatchObject({ state: 'waiting', reason: 'JF5109: there is no device nowhere' });
  });

  test('who sees some devices has the messages of those alone, and of their sites, however many others there are', async () => {
    await routed({ to: ['night'] });
    incidents = [incident('a')];
    await pass(12 * second);
    await service.test({ channel: 'boss', site: 'leeds', person: 'ada' });
    await store.write([{ sql: `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)
      INSERT INTO notification SELECT 'york-' || i, kind, route, channel, 'york', message, state, attempts, made_at + 1, next_at, sent_at, reason FROM notification, n WHERE kind = 'test'` }]);
    const kinds = async (only: Parameters<NotificationService['list']>[0]): Promise<string[]> => (await service.list(only)).map(({ kind }) => kind);
    expect((await kinds({ seen: { devices: ['id-1'], sites: ['leeds'] } })).toSorted()).toEqual(['incidents', 'test']);
    expect(await kinds({ seen: { devices: [], sites: ['leeds'] } })).toEqual(['test']);
    expect(await kinds({ seen: { devices: ['id-1'], sites: [] } })).toEqual(['incidents']);
    expect(await kinds({ only: { kind: ['TEST'], site: ['Leeds'], channel: ['boss', 'night'] } })).toEqual(['test']);
    expect(await kinds({ only: { state: ['failed'] } })).toEqual([]);
    // Those of one moment are told apart by their ids: page by page each comes once, to the end.
    const [newest, ids] = [await service.list(), new Array<string>()];
    for (let [last] = newest; last !== undefined;) {
      ids.push(last.id);
      const page = await service.list({ before: last, atMost: 250 });
      ids.push(...page.slice(0, -1).map(({ id }) => id));
      last = page.at(-1);
    }
    expect([newest.length, ids.length, new Set(ids).size]).toEqual([1_000, 1_003, 1_003]);
  });

  test('a test message says how it went', async () => {
    await routed({ to: ['night'] });
    expect(await service.test({ channel: 'boss', site: null, person: 'ada' })).toMatchObject({ kind: 'test', channel: 'boss', state: 'sent' });
    refuse = 'no';
    expect(await service.test({ channel: 'boss', site: 'leeds', person: 'ada' })).toMatchObject({ state: 'waiting', reason: 'no' });
    await expect(service.test({ channel: 'none', site: null, person: 'ada' })).rejects.toMatchObject({ code: 'JF5101' });
  });
});

test('what a device says is no second line of a message', async () => {
  await routed({ to: ['night'] });
  incidents = [incident('a', { summary: 'down\r\nBcc: all@example.org\u2028x' })];
  await pass(30 * second);
  expect(told()).toEqual(['critical: core-1 down Bcc: all@example.org x']);
  expect(sent[0]?.message.text.split('\n')).toHaveLength(2);
});
