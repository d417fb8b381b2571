import { Conflict } from '@jackfield/sdk';
import { manifestSchema } from '@jackfield/sdk/manifest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChangeService, type ChangeService, type Plan } from '../changes/index.ts';
import { FakeNetwork } from '../testing/index.ts';
import type { HostSubject } from '../health/index.ts';
import type { Configuration } from '../sites/index.ts';
import { createDriftService, type DriftDependencies } from './drift.ts';
import type { DriftService } from './drift-service.ts';
import { driftMigrations } from './migrations.ts';

const port = { port: 'Gi1' };

let network: FakeNetwork;
let changes: ChangeService;
let drift: DriftService;
let incidents: Map<string, string>;

function dependencies(): DriftDependencies {
  const own = network.dependencies;
  const key = ({ device, about }: HostSubject): string => `${device} ${about}`;
  const setting: Configuration['setting'] = () => undefined;
  return {
    ...own, changes, configuration: { current: { ...own.configuration.current, setting } },
    health: {
      ...own.health,
      report: async (subject, { summary }) => void incidents.set(key(subject), summary),
      resolve: async (subject) => void incidents.delete(key(subject)),
    },
  };
}

beforeEach(() => {
  network = new FakeNetwork();
  for (const { statements } of driftMigrations) for (const statement of statements) network.database.exec(statement);
  incidents = new Map();
  changes = createChangeService(network.dependencies);
  drift = createDriftService(dependencies());
});
afterEach(async () => {
  await drift[Symbol.asyncDispose]();
  await changes[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

async function push(spec: object, person = 'ada', resource = 'fake/port'): Promise<string> {
  const text = JSON.stringify({ title: 'A push', changes: [{ device: 'core', resource, spec }] });
  const change = await changes.apply({ plan: await changes.plan({ text, file: 'change.yaml', person }), person });
  expect(change.state).toBe('kept');
  return change.id;
}
const check = () => drift.check({ filter: {}, person: 'ada' });
const apply = (plan: Plan) => changes.apply({ plan: JSON.parse(JSON.stringify(plan)), person: 'bob' });
/** Somebody sets the port behind the host's back. */
const meddle = (state: object): void => network.set('core', 'port', port, { ...network.state('core', 'port', port), ...state });

describe('comparing', () => {
  test('says nothing of what nobody pushed', async () => {
    expect(await check()).toEqual([]);
    expect(await drift.check({ filter: { device: 'core' }, person: 'ada' })).toEqual([]);
    await expect(drift.list({ device: 'nobody' })).rejects.toMatchObject({ where: 'nobody' });
  });

  test('says nothing of what was done once and is over', async () => {
    await push({ image: 'v2' }, 'ada', 'fake/firmware');
    expect(await check()).toMatchObject([{ title: 'fake/firmware' }]);
    const firmware = { title: 'Firmware', schema: 'firmware.json', commitClass: 'irreversible', once: true };
    network.plugin = { ...network.plugin, manifest: manifestSchema.parse({ title: 'Fake', contributes: { resources: { firmware } } }) };
    expect(await check()).toEqual([]);
  });

  test('knows who pushed what when, and when it was last equal', async () => {
    const change = await push({ ...port, alias: 'uplink' });
    const pushedAt = network.time.toISOString();
    expect(await drift.list()).toMatchObject([{ deviceName: 'core', title: 'fake/port Gi1', state: 'pending', change, changeTitle: 'A push', person: 'ada', pushedAt, equalAt: pushedAt, checkedAt: null }]);
    network.time = new Date('2026-01-01T06:00:00Z');
    expect(await check()).toMatchObject([{ state: 'equal', equalAt: '2026-01-01T06:00:00.000Z', since: null }]);
    network.time = new Date('2026-01-01T12:00:00Z');
    meddle({ alias: 'hacked' });
    expect(await check()).toMatchObject([{
      state: 'drifting', equalAt: '2026-01-01T06:00:00.000Z', since: '2026-01-01T12:00:00.000Z', checkedAt: '2026-01-01T12:00:00.000Z',
      differences: [{ path: 'alias', before: 'hacked', after: 'uplink' }],
    }]);
    network.time = new Date('2026-01-01T18:00:00Z');
    expect(await check()).toMatchObject([{ state: 'drifting', since: '2026-01-01T12:00:00.000Z' }]);
  });

  test('a field that nobody asked for may change', async () => {
    await push({ ...port, alias: 'uplink' });
    meddle({ contact: 'somebody else' });
    expect(await check()).toMatchObject([{ state: 'equal' }]);
  });

  test('what an earlier push asked for still holds where the later one says nothing of it', async () => {
    await push({ ...port, alias: 'uplink' });
    const later = await push({ ...port, speed: 100 }, 'bob');
    meddle({ alias: 'hacked' });
    expect(await check()).toMatchObject([{ change: later, person: 'bob', state: 'drifting', differences: [{ path: 'alias', before: 'hacked', after: 'uplink' }] }]);
  });

  test('a change that was undone does not count; the one before it does again', async () => {
    await push({ ...port, alias: 'first' });
    const second = await push({ ...port, alias: 'second' });
    const undo = await changes.undo({ change: second, person: 'ada' });
    expect(await check()).toMatchObject([{ state: 'equal' }]);
    // Undone itself, the undoing does not count either.
    await changes.undo({ change: undo.id, person: 'ada' });
    expect(await check()).toMatchObject([{ change: second, state: 'equal' }]);
  });

  test('nothing is left to compare when the only push was undone, and its incident is resolved', async () => {
    const only = await push({ ...port, alias: 'uplink' });
    meddle({ alias: 'hacked' });
    await check();
    expect([...incidents.keys()]).toEqual(['id-core drift fake/port Gi1']);
    meddle({ alias: 'uplink' });
    await changes.undo({ change: only, person: 'ada' });
    expect(await check()).toEqual([]);
    expect(incidents.size).toBe(0);
  });

  test('a change that was put back does not count', async () => {
    network.wrote = (device) => void network.critical.add(device);
    const text = JSON.stringify({ title: 'A push', changes: [{ device: 'core', resource: 'fake/port', spec: { ...port, alias: 'x' } }] });
    expect(await changes.apply({ plan: await changes.plan({ text, file: 'c.yaml', person: 'ada' }), person: 'ada' })).toMatchObject({ state: 'reverted-verified' });
    expect(await check()).toEqual([]);
  });

  test('a device that does not answer is unknown, keeps what was known of it, and neither opens nor resolves an incident', async () => {
    await push({ ...port, alias: 'uplink' });
    network.fault = (operation) => (operation === 'read' ? 'before' : null);
    expect(await check()).toMatchObject([{ state: 'unknown', message: expect.stringContaining('JF0001'), differences: [] }]);
    expect(incidents.size).toBe(0);
    network.fault = () => null;
    await push({ port: 'Gi2', alias: 'second' });
    meddle({ alias: 'hacked' });
    await check();
    network.fault = (operation) => (operation === 'read' ? 'before' : null);
    const asked = network.log.length;
    expect(await check()).toMatchObject([{ state: 'unknown', since: network.time.toISOString(), differences: [{ path: 'alias' }] }, { state: 'unknown', differences: [] }]);
    // Asked once: the second resource would wait for as long.
    expect(network.log.slice(asked).filter((operation) => operation === 'read')).toHaveLength(1);
    expect(incidents.size).toBe(1);
  });

  test('a plugin that is off is unknown, and named', async () => {
    await push({ ...port, alias: 'uplink' });
    network.enabled = false;
    await drift[Symbol.asyncDispose]();
    drift = createDriftService(dependencies());
    expect(await check()).toMatchObject([{ state: 'unknown', message: 'fake does not manage core, or is not enabled for it' }]);
  });

  test('what cannot be planned from what is there drifts from what was pushed', async () => {
    const own = dependencies();
    const gone: DriftDependencies = { ...own, plugins: { ...own.plugins, plan: () => Promise.reject(new Conflict('there is no port any more')) } };
    await push({ ...port, alias: 'uplink' });
    meddle({ alias: null });
    await using other = createDriftService(gone);
    expect(await other.check({ filter: {}, person: 'ada' })).toMatchObject([{ state: 'drifting', differences: [{ path: 'alias', before: null, after: 'uplink' }] }]);
  });

  test('hides secrets', async () => {
    await push({ contact: 'noc', password: 'hunter-22' }, 'ada', 'fake/system');
    network.set('core', 'system', {}, { ...network.state('core', 'system'), password: 'stolen-33', config: 'password stolen-33\n' });
    const found = JSON.stringify([await check(), [...incidents], network.database.prepare('SELECT differences FROM drift_comparison').all()]);
    expect(found).toContain('«secret»');
    expect(found).not.toMatch(/hunter-22|stolen-33/);
  });
});

describe('incidents', () => {
  test('one per drifting resource, resolved when it is as pushed again', async () => {
    const change = await push({ ...port, alias: 'uplink' });
    meddle({ alias: 'hacked' });
    await check();
    expect([...incidents]).toEqual([['id-core drift fake/port Gi1', `fake/port Gi1 is not what change ${change} of ada pushed: alias`]]);
    meddle({ alias: 'uplink' });
    await check();
    expect(incidents.size).toBe(0);
  });
});

describe('replan', () => {
  test('writes a plan that pushes again what drifts; applied, it does not drift', async () => {
    await push({ ...port, alias: 'uplink' });
    meddle({ alias: 'hacked' });
    await check();
    const plan = await drift.replan({ filter: {}, person: 'bob' });
    expect(plan).toMatchObject({ title: 'Push again what drifts', author: 'bob', steps: [{ deviceName: 'core', differences: [{ path: 'alias', before: 'hacked', after: 'uplink' }] }] });
    expect(await apply(plan)).toMatchObject({ state: 'kept' });
    expect(network.state('core', 'port', port)).toMatchObject({ alias: 'uplink' });
    expect(await check()).toMatchObject([{ state: 'equal', person: 'bob' }]);
    // It is what is pushed now, with all that it asks for.
    meddle({ alias: 'hacked again' });
    expect(await check()).toMatchObject([{ state: 'drifting' }]);
  });

  test('is empty when nothing drifts, and limited to what is named', async () => {
    await push({ ...port, alias: 'uplink' });
    await check();
    expect((await drift.replan({ filter: {}, person: 'bob' })).steps).toEqual([]);
    meddle({ alias: 'hacked' });
    await check();
    expect((await drift.replan({ filter: { resource: 'fake/system' }, person: 'bob' })).steps).toEqual([]);
    expect((await drift.replan({ filter: { resource: 'fake/port' }, person: 'bob' })).steps).toHaveLength(1);
    expect((await drift.replan({ filter: { resource: 'fake/port Gi1', site: 'leeds' }, person: 'bob' })).steps).toHaveLength(1);
    expect((await drift.replan({ filter: { site: 'york' }, person: 'bob' })).steps).toEqual([]);
  });
});

describe('accept', () => {
  test('takes what is there, with person and audit, until the next push', async () => {
    const change = await push({ ...port, alias: 'uplink' });
    meddle({ alias: 'better' });
    await check();
    expect(await drift.accept({ filter: { device: 'core' }, person: 'eve' })).toMatchObject([{ state: 'equal', accepted: { person: 'eve', at: network.time.toISOString() } }]);
    expect(incidents.size).toBe(0);
    expect(network.audit.filter(({ action }) => action === 'drift.accept')).toMatchObject([{ person: 'eve', outcome: 'done', device: 'id-core', change, plugin: 'fake', detail: 'core: fake/port Gi1: alias' }]);
    meddle({ alias: 'worse' });
    expect(await check()).toMatchObject([{ state: 'drifting', differences: [{ path: 'alias', before: 'worse', after: 'better' }] }]);
    expect([...incidents.values()]).toEqual(['fake/port Gi1 is not what eve accepted: alias']);
    expect(await apply(await drift.replan({ filter: {}, person: 'bob' }))).toMatchObject({ state: 'kept' });
    expect(network.state('core', 'port', port)).toMatchObject({ alias: 'better' });
    expect(await check()).toMatchObject([{ state: 'equal', person: 'bob', accepted: null }]);
  });

  test('is refused when the device changed since it was looked at, or does not answer; nothing is accepted then', async () => {
    await push({ ...port, alias: 'uplink' });
    await expect(drift.accept({ filter: { device: 'core' }, person: 'eve' })).rejects.toMatchObject({ code: 'JF9701' });
    meddle({ alias: 'seen' });
    await check();
    meddle({ alias: 'unseen' });
    await expect(drift.accept({ filter: { device: 'core' }, person: 'eve' })).rejects.toMatchObject({ code: 'JF9702', where: 'core' });
    network.fault = (operation) => (operation === 'read' ? 'before' : null);
    await expect(drift.accept({ filter: { device: 'core' }, person: 'eve' })).rejects.toMatchObject({ code: 'JF9703' });
    network.fault = () => null;
    expect(network.audit.filter(({ action }) => action === 'drift.accept').map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
    expect(await check()).toMatchObject([{ state: 'drifting', accepted: null }]);
  });
});

describe('while a change holds the device', () => {
  test('it is not compared: half a push is no drift', async () => {
    await push({ ...port, alias: 'uplink' });
    await check();
    meddle({ alias: 'half' });
    network.database.exec("UPDATE change_lease SET change_id = 'running'");
    expect(await check()).toMatchObject([{ state: 'equal' }]);
    network.database.exec('UPDATE change_lease SET change_id = NULL');
    expect(await check()).toMatchObject([{ state: 'drifting' }]);
  });
});
