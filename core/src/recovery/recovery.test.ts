import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChangeService, type ChangeService, type Plan } from '../changes/index.ts';
import type { CheckStatus } from '../health/index.ts';
import { createHistoryService, historyMigrations, type HistoryService } from '../history/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import { FakeNetwork } from '../testing/index.ts';
import { recoveryMigrations } from './migrations.ts';
import { createRecoveryService } from './recovery.ts';
import type { RecoveryService } from './recovery-service.ts';

let network: FakeNetwork;
let changes: ChangeService;
let history: HistoryService;
let recovery: RecoveryService;
let statuses: CheckStatus[];

const early = '2026-01-01T00:00:00.000Z';
const late = '2026-01-03T00:00:00.000Z';

beforeEach(async () => {
  network = new FakeNetwork();
  for (const { statements } of [...historyMigrations, ...recoveryMigrations]) for (const statement of statements) network.database.exec(statement);
  const needs = network.dependencies;
  changes = createChangeService(needs);
  history = createHistoryService({
    ...needs, changes, plugins: { ...needs.plugins, list: async () => null },
    configuration: { current: { ...needs.configuration.current, setting: () => undefined } },
  });
  statuses = [];
  recovery = again();
  network.set('core', 'system', {}, { contact: 'noc', password: 'secret', config: 'end\n' });
  await history.take('core', { person: 'ada' });
});
afterEach(async () => {
  await history[Symbol.asyncDispose]();
  await changes[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

/** A service that knows what the store knows. */
function again(): RecoveryService {
  return createRecoveryService({ ...network.dependencies, history, changes, health: { statuses: (filter) => statuses.filter(({ device }) => filter?.device === undefined || filter.device === device) } });
}

function become(name: string, facts: Partial<ManagedDevice>): void {
  const at = network.devices.findIndex((device) => device.name === name);
  const device = network.devices[at];
  if (device === undefined) throw new Error(`no ${name}`);
  network.devices[at] = { ...device, ...facts };
}

const status = (device: string, facts: Partial<CheckStatus>): CheckStatus => ({ ...network.plainStatus(`id-${device}`), ...facts });
const keeps = (machine: string, object: string, copiedAt: string | null) => ({ machine, object, copiedAt, command: copiedAt === null ? '' : `restore ${object} of ${copiedAt}` });
const apply = (plan: Plan) => changes.apply({ plan: JSON.parse(JSON.stringify(plan)), person: 'bob' });
const states = async () => (await recovery.find('core')).steps.map(({ name, done }) => `${name} ${done ? 'done' : 'open'}`);

describe('a lost device', () => {
  test('gets its remembered configuration onto another device by a change, step by step, and over a restart of the host', async () => {
    statuses = [
      status('office', { check: 'copies', restores: [keeps('core.example.net', '/etc', early), keeps('other', '/etc', late), keeps('access-1', '/life/before', late)] }),
      status('uplink', { check: 'copies', restores: [keeps('192.0.2.1', '/etc', late), keeps('core', '/srv', null)] }),
      status('access-1', { lastRun: early }),
    ];
    become('core', { address: '192.0.2.1', addresses: ['192.0.2.1'] });
    expect(await recovery.find('core')).toMatchObject({ begun: null, replacementName: 'core', version: 1 });
    network.time = new Date('2026-01-02T00:00:00Z');
    await recovery.begin({ device: 'core', onto: 'access-1', at: null, person: 'ada' });
    expect(await states()).toEqual(['replacement open', 'configuration open', '/etc open', '/srv open', 'checks open']);
    await expect(recovery.plan({ device: 'core', person: 'ada' })).rejects.toMatchObject({ code: 'JF9723', message: expect.stringContaining('not seen since') });

    become('access-1', { lastSeen: late, serial: 'NEW1', model: 'M2' });
    const { plan, leftOut } = await recovery.plan({ device: 'core', person: 'ada' });
    expect(plan).toMatchObject({ title: `Give access-1 version 1 of core, of ${early}`, steps: [{ device: 'id-access-1', resource: 'system', differences: [{ path: 'alias' }, { path: 'contact', before: 'nobody', after: 'noc' }, { path: 'config' }] }] });
    expect(leftOut).toMatchObject([{ path: 'password' }]);
    // It only planned.
    expect(network.state('access-1', 'system')).toMatchObject({ contact: 'nobody' });
    expect((await recovery.find('core')).steps[1]).toMatchObject({ done: false, summary: 'version 1, planned by ada; not applied yet' });
    network.time = new Date('2026-01-02T01:00:00Z');
    expect(await apply(plan)).toMatchObject({ state: 'kept' });
    expect(network.state('access-1', 'system')).toMatchObject({ contact: 'noc', password: 'old-secret' });
    expect(await states()).toEqual(['replacement done', 'configuration done', '/etc open', '/srv open', 'checks open']);

    await recovery.done({ device: 'core', step: '/etc', person: 'cleo' });
    statuses = [status('office', { restores: [] }), status('access-1', { lastRun: late })];
    recovery = again();
    expect(await recovery.find('core')).toMatchObject({
      begun: { person: 'ada', at: '2026-01-02T00:00:00.000Z' }, leftOut: [{ path: 'password' }],
      steps: [
        { name: 'replacement', done: true, summary: 'access-1, at 192.0.2.1, M2, serial NEW1' }, { name: 'configuration', done: true, person: 'bob' },
        { name: '/etc', done: true, person: 'cleo', at: '2026-01-02T01:00:00.000Z', copies: [] }, { name: 'checks', done: true, summary: 'all 1 are well' },
      ],
    });
  });

  test('has the newest good copy of its data first, whichever device keeps it', async () => {
    statuses = [status('office', { restores: [keeps('core', '/srv', null), keeps('core', '/etc', early), keeps('', 'vm/100', early)] }), status('access-2', { restores: [keeps('CORE.example.net', '/etc', late), keeps('', 'vm/7', late)] })];
    const { steps, cautions } = await recovery.find('core');
    expect(steps.filter(({ kind }) => kind === 'data')).toMatchObject([
      { name: '/etc', copies: [{ deviceName: 'access-2', site: 'york', copiedAt: late, command: `restore /etc of ${late}` }, { deviceName: 'office', copiedAt: early }] },
      { name: '/srv', summary: 'no good copy on office' },
    ]);
    // Of another site: no guest of this one.
    expect(cautions).toEqual(['copies at its site that name no machine, see whether they are of it: vm/100 on office']);
  });

  test('that another one took the place of is meant by the name that both had', async () => {
    network.devices.push({ ...network.devices[1] ?? never(), id: 'id-new', name: 'core', address: '192.0.2.1' });
    become('core', { name: 'core (replaced)', plugins: [] });
    statuses = [status('office', { restores: [keeps('core', '/etc', early)] })];
    const found = await recovery.find('core');
    expect(found).toMatchObject({ device: 'id-core', replacement: 'id-new' });
    expect(found.steps[2]).toMatchObject({ name: '/etc' });
    await expect(recovery.find('id-new')).rejects.toMatchObject({ code: 'JF9720' });
  });

  test('is put back to an earlier configuration when the newest is that of its empty successor', async () => {
    network.time = new Date('2026-01-02T00:00:00Z');
    network.set('core', 'system', {}, { contact: '', password: '', config: '' });
    network.set('core', 'firmware', {}, { image: 'factory' });
    await history.take('core', { person: 'ada' });
    expect((await recovery.find('core')).cautions).toContain('version 2 differs from the one before in 2 of 2 resources: if that is the empty replacement, begin with --at before 2026-01-02T00:00:00.000Z');
    expect(await recovery.begin({ device: 'core', onto: null, at: '2026-01-01T12:00:00Z', person: 'ada' })).toMatchObject({ version: 1, replacementName: 'core' });
    await expect(recovery.begin({ device: 'core', onto: null, at: '2025-01-01', person: 'ada' })).rejects.toMatchObject({ code: 'JF9720' });
    await expect(recovery.begin({ device: 'core', onto: null, at: 'yesterday', person: 'ada' })).rejects.toMatchObject({ code: 'JF9724' });
  });

  test('is still meant by its name when the replacement has that too, with the configuration', async () => {
    await recovery.begin({ device: 'core', onto: 'access-1', at: null, person: 'ada' });
    become('access-1', { name: 'core' });
    const { inventory } = network.dependencies;
    const unsure = { ...inventory, find: (asked: string) => (asked === 'core' ? null : inventory.find(asked)) };
    const among = createRecoveryService({ ...network.dependencies, inventory: unsure, history, changes, health: { statuses: () => [] } });
    expect(await among.find('core')).toMatchObject({ device: 'id-core', replacement: 'id-access-1' });
    expect(await among.meant('nobody')).toBeNull();
  });

  test('whose change was undone is open again', async () => {
    await recovery.begin({ device: 'core', onto: 'access-1', at: null, person: 'ada' });
    become('access-1', { lastSeen: late });
    const { plan } = await recovery.plan({ device: 'core', person: 'ada' });
    const { id } = await apply(plan);
    await changes.undo({ change: id, person: 'bob' });
    expect((await recovery.find('core')).steps[1]).toMatchObject({ done: false, summary: `version 1, change ${id}: undone` });
  });

  test('begun anew has everything to be done again', async () => {
    statuses = [status('office', { restores: [keeps('core', '/etc', early)] })];
    await recovery.begin({ device: 'core', onto: null, at: null, person: 'ada' });
    await recovery.done({ device: 'core', step: '/etc', person: 'ada' });
    expect(await states()).toContain('/etc done');
    await recovery.begin({ device: 'core', onto: null, at: null, person: 'bob' });
    expect(await states()).toContain('/etc open');
  });
});

test('people say of data alone that it is done, and of nothing before a recovery was begun', async () => {
  await expect(recovery.done({ device: 'core', step: '/etc', person: 'ada' })).rejects.toMatchObject({ code: 'JF9721' });
  await recovery.begin({ device: 'core', onto: null, at: null, person: 'ada' });
  for (const step of ['/etc', 'configuration', 'checks']) await expect(recovery.done({ device: 'core', step, person: 'ada' })).rejects.toMatchObject({ code: 'JF9722' });
  await expect(recovery.find('office')).rejects.toMatchObject({ code: 'JF9720' });
});

test('a replacement that none of the plugins manage, and one of another kind, are told', async () => {
  await recovery.begin({ device: 'core', onto: 'access-1', at: null, person: 'ada' });
  become('core', { model: 'M1' });
  become('access-1', { lastSeen: late, plugins: [], model: 'M2', kind: 'server' });
  const { steps, cautions } = await recovery.find('core');
  expect(steps[0]).toMatchObject({ done: false, summary: expect.stringContaining('not managed by fake') });
  expect(cautions).toEqual(['the replacement is of another kind: server, before switch', 'the replacement is of another model: M2, before M1', 'no device tells of copies of its data']);
});

function never(): never {
  throw new Error('no such device');
}
