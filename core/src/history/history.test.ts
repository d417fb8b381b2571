import type { JsonObject } from '@jackfield/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createChangeService, type ChangeService, type Plan } from '../changes/index.ts';
import { FakeNetwork } from '../testing/index.ts';
import type { Configuration } from '../sites/index.ts';
import { createHistoryService, type HistoryDependencies } from './history.ts';
import type { HistoryService } from './history-service.ts';
import { historyMigrations } from './migrations.ts';

const port = { port: 'Gi1' };

let network: FakeNetwork;
let changes: ChangeService;
let history: HistoryService;
let listed: readonly JsonObject[] | null;
let settings: { readonly [key: string]: JsonObject };

function dependencies(): HistoryDependencies {
  const own = network.dependencies;
  const setting: Configuration['setting'] = (key) => settings[key];
  return { ...own, changes, plugins: { ...own.plugins, list: async ({ resource }) => (resource === 'port' ? listed : null) }, configuration: { current: { ...own.configuration.current, setting } } };
}

beforeEach(() => {
  network = new FakeNetwork();
  settings = {};
  listed = null;
  for (const { statements } of historyMigrations) for (const statement of statements) network.database.exec(statement);
  changes = createChangeService(network.dependencies);
  history = createHistoryService(dependencies());
});
afterEach(async () => {
  await history[Symbol.asyncDispose]();
  await changes[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

const take = (device = 'core') => history.take(device, { person: 'ada' });
const set = (state: JsonObject, resource = 'system', key: JsonObject = {}): void => network.set('core', resource, key, { ...network.state('core', resource, key), ...state });
const count = (table: string): unknown => network.database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'];
const apply = (plan: Plan) => changes.apply({ plan: JSON.parse(JSON.stringify(plan)), person: 'bob' });
async function push(spec: object): Promise<string> {
  const text = JSON.stringify({ title: 'A push', changes: [{ device: 'core', resource: 'fake/port', spec }] });
  return (await changes.apply({ plan: await changes.plan({ text, file: 'change.yaml', person: 'ada' }), person: 'ada' })).id;
}

describe('versions', () => {
  test('only real changes make one; the rest is when it was last seen so', async () => {
    const noted: { done: number; total: number; label: string }[] = [];
    expect(await history.take('core', { person: 'ada', onProgress: (progress) => void noted.push(progress) })).toMatchObject({
      fresh: true, unread: [], version: { version: 1, cause: 'request', person: 'ada', change: null, resources: 2, changed: ['fake/firmware', 'fake/system'] },
    });
    expect(noted).toEqual([{ done: 0, total: 2, label: 'core fake/firmware' }, { done: 1, total: 2, label: 'core fake/system' }]);
    network.time = new Date('2026-01-02T00:00:00Z');
    // The same in another order is no change.
    network.set('core', 'system', {}, Object.fromEntries(Object.entries(network.state('core', 'system')).toReversed()));
    expect(await take()).toMatchObject({ fresh: false, version: { version: 1 } });
    set({ contact: 'noc' });
    expect(await take()).toMatchObject({ fresh: true, version: { version: 2, changed: ['fake/system'] } });
    expect(await history.versions('core')).toMatchObject([{ version: 2 }, { version: 1, takenAt: '2026-01-01T00:00:00.000Z', seenAt: '2026-01-02T00:00:00.000Z' }]);
  });

  test('have what was pushed to a resource of several instances', async () => {
    await push({ ...port, alias: 'uplink' });
    expect((await take()).version.changed).toEqual(['fake/firmware', 'fake/port Gi1', 'fake/system']);
  });

  test('have the instances that the plugin lists, and those that it listed once', async () => {
    listed = [{ port: 'Gi2', index: 2 }, { port: 'Gi1' }, { index: 3 }];
    expect((await take()).version.changed).toEqual(['fake/firmware', 'fake/port Gi1', 'fake/port Gi2', 'fake/system']);
    listed = [{ port: 'Gi2' }];
    set({ alias: null }, 'port', port);
    expect((await take()).version).toMatchObject({ resources: 4, changed: ['fake/port Gi1'] });
    const own = dependencies();
    await using mute = createHistoryService({ ...own, plugins: { ...own.plugins, list: () => Promise.reject(new Error('garbage')) } });
    expect(await mute.take('core', { person: 'ada' })).toMatchObject({ fresh: false, unread: [{ title: 'fake/port', message: 'garbage' }, { title: 'fake/label', message: 'garbage' }] });
  });

  test('leave out what a schema marks as volatile, and hide what it marks as secret, also inside other texts', async () => {
    const schema = { type: 'object', properties: { uptime: { type: 'integer', 'x-volatile': true }, key: { type: 'string', 'x-secret': true } } };
    network.plugin = { ...network.plugin, resourceSchemas: new Map([...network.plugin.resourceSchemas, ['firmware', schema]]) };
    history = createHistoryService(dependencies());
    set({ uptime: 1, key: 'rose-bud' }, 'firmware');
    set({ password: 'hunter-22', config: 'password hunter-22\n' });
    await take();
    set({ uptime: 2 }, 'firmware');
    expect((await take()).fresh).toBe(false);
    const { items } = await history.version('core', 1);
    expect(items.map(({ title, state }) => [title, state['uptime'], state['key'], state['password'], state['config']])).toEqual([
      ['fake/firmware', undefined, '«secret»', 'old-secret', 'password old-secret\nend\n'], ['fake/system', undefined, undefined, '«secret»', 'password «secret»\n'],
    ]);
    const stored = JSON.stringify(network.database.prepare('SELECT * FROM history_content').all());
    expect(stored).not.toMatch(/hunter-22|rose-bud|uptime/);
  });

  test('keep each content once, and as many versions as the setting says', async () => {
    await take();
    await take('access-1');
    // Two switches that are equal, whose firmware and system have the same words: one content.
    expect(count('history_content')).toBe(2);
    settings = { history: { keep: 3 } };
    for (const contact of ['a', 'b', 'c', 'd', 'e']) {
      set({ contact });
      await take();
    }
    expect((await history.versions('core')).map(({ version }) => version)).toEqual([6, 5, 4]);
    await expect(history.version('core', 3)).rejects.toMatchObject({ code: 'JF9710' });
    // Those of the three versions, and what the other device has.
    expect(count('history_content')).toBe(5);
    expect(count('history_item')).toBe(3 * 2 + 2);
  });

  test('what cannot be read stays as it was; a device of which nothing can be read has no version', async () => {
    await take();
    set({ contact: 'noc' });
    const own = dependencies();
    await using partly = createHistoryService({
      ...own, plugins: { ...own.plugins, read: (call) => (call.resource === 'firmware' ? Promise.reject(new Error('garbage')) : own.plugins.read(call)) },
    });
    expect(await partly.take('core', { person: 'ada' })).toMatchObject({ fresh: true, version: { version: 2, resources: 2, changed: ['fake/system'] }, unread: [{ title: 'fake/firmware', message: 'garbage' }] });
    await using broken = createHistoryService({ ...own, plugins: { ...own.plugins, read: () => Promise.reject(new Error('garbage')) } });
    await expect(broken.take('core', { person: 'ada' })).rejects.toMatchObject({ code: 'JF9711', message: 'core: fake/firmware: garbage; fake/system: garbage' });
    network.fault = (operation) => (operation === 'read' ? 'before' : null);
    const asked = network.log.length;
    await expect(take()).rejects.toMatchObject({ code: 'JF0001' });
    // Asked once: the second resource would wait for as long.
    expect(network.log.slice(asked).filter((operation) => operation === 'read')).toHaveLength(1);
    expect(await history.versions('core')).toHaveLength(2);
  });

  test('a device that no plugin can read, one that is being changed, and one that is not there are refused', async () => {
    await push({ ...port, alias: 'uplink' });
    network.database.exec("UPDATE change_lease SET change_id = 'running'");
    await expect(take()).rejects.toMatchObject({ code: 'JF9712' });
    network.database.exec('UPDATE change_lease SET change_id = NULL');
    network.enabled = false;
    history = createHistoryService(dependencies());
    await expect(take()).rejects.toMatchObject({ code: 'JF9713' });
    await expect(take('nobody')).rejects.toMatchObject({ where: 'nobody' });
  });

  test('are taken after each change, with who made it', async () => {
    history.start();
    const change = await push({ ...port, alias: 'uplink' });
    await vi.waitFor(async () => expect(await history.versions('core')).toMatchObject([{ version: 1, cause: 'change', person: 'ada', change }]));
  });

  test('after a change have what it touched, and the rest as it was: a switch of 400 ports is not read for one', async () => {
    history.start();
    listed = [port, { port: 'Gi2' }];
    await take();
    set({ alias: 'not looked at' }, 'port', { port: 'Gi2' });
    await push({ ...port, alias: 'uplink' });
    await vi.waitFor(async () => expect(await history.versions('core')).toMatchObject([{ version: 2, cause: 'change', changed: ['fake/port Gi1'], resources: 4 }, { version: 1 }]));
    expect((await take()).version).toMatchObject({ version: 3, changed: ['fake/port Gi2'] });
  });
});

test('the difference of two versions, by resource and field', async () => {
  await take();
  set({ contact: 'noc', config: 'one\ntwo\n' });
  await push({ ...port, alias: 'uplink' });
  await take();
  expect(await history.diff('core', 1, 2)).toMatchObject([
    { title: 'fake/port Gi1', kind: 'added' },
    { title: 'fake/system', kind: 'changed', differences: [{ path: 'config', after: 'one\ntwo\n' }, { path: 'contact', before: 'nobody', after: 'noc' }] },
  ]);
  expect(await history.diff('core', 2, 2)).toEqual([]);
  await expect(history.diff('core', 1, 9)).rejects.toMatchObject({ code: 'JF9710' });
});

describe('restore', () => {
  test('plans a change back to a version, which is applied as any other; secrets stay as the device has them', async () => {
    await push({ ...port, alias: 'uplink' });
    await take();
    set({ alias: 'later' }, 'port', port);
    set({ contact: 'later', password: 'new-secret', config: 'password new-secret\nend\n' });
    const { plan, leftOut } = await history.restore({ device: 'core', version: 1, person: 'bob' });
    expect(plan.title).toBe('Restore core to version 1 of 2026-01-01T00:00:00.000Z');
    expect(plan.steps.map(({ resource, differences }) => [resource, differences])).toEqual([
      ['port', [{ path: 'alias', before: 'later', after: 'uplink' }]], ['system', [{ path: 'contact', before: 'later', after: 'nobody' }]],
    ]);
    expect(leftOut).toEqual([
      { title: 'fake/system', path: 'config', reason: 'a secret is not kept: it stays as the device has it' },
      { title: 'fake/system', path: 'password', reason: 'a secret is not kept: it stays as the device has it' },
    ]);
    expect(JSON.stringify(plan)).not.toContain('new-secret');
    expect(await apply(plan)).toMatchObject({ state: 'kept' });
    expect([network.state('core', 'port', port).alias, network.state('core', 'system')]).toMatchObject(['uplink', { contact: 'nobody', password: 'new-secret', config: 'password new-secret\nend\n' }]);
  });

  test('leaves out what cannot be undone', async () => {
    await take();
    set({ contact: 'later' }, 'firmware');
    expect(await history.restore({ device: 'core', version: 1, person: 'bob' })).toMatchObject({
      plan: { steps: [] }, leftOut: [{ title: 'fake/firmware', path: null, reason: 'it cannot be undone once it is pushed: plan it in a change of its own' }, { path: 'config' }, { path: 'password' }],
    });
  });

  test('leaves out a resource whose secret the device has nothing for, and one whose plugin is gone', async () => {
    await take();
    set({ config: 'another text', contact: 'later' });
    expect(await history.restore({ device: 'core', version: 1, person: 'bob' })).toMatchObject({
      plan: { steps: [] }, leftOut: [{ title: 'fake/system', path: null, reason: 'a secret of it is not kept, and the device has none in its place' }],
    });
    network.enabled = false;
    await using off = createHistoryService(dependencies());
    expect(await off.restore({ device: 'core', version: 1, person: 'bob' })).toMatchObject({
      plan: { steps: [] }, leftOut: [{ title: 'fake/firmware', path: null, reason: 'fake does not manage the device any more' }, { title: 'fake/system' }],
    });
  });

  test('tells every resource that cannot be read, and writes no plan', async () => {
    await take();
    network.fault = (operation) => (operation === 'read' ? 'before' : null);
    await expect(history.restore({ device: 'core', version: 1, person: 'bob' })).rejects.toMatchObject({ code: 'JF6000', errors: [{ code: 'JF6009' }, { code: 'JF6009' }] });
    expect(count('change_plan')).toBe(0);
  });
});
