import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHostEvents } from '../events/index.ts';
import { healthMigrations, type Incident } from '../health/index.ts';
import { changeOf, FakeClock, MemoryStore, openIncident, portsStatus, switchDevice } from '../testing/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { IncidentService } from './incident-service.ts';
import { createIncidentService } from './incidents.ts';
import { incidentsMigrations } from './migrations.ts';

const hour = 3_600_000;
const edge: ManagedDevice = { ...switchDevice, id: 'id-2', name: 'edge-2', address: '10.1.0.2', neighbours: [], interfaces: [] };

let clock: FakeClock;
let store: MemoryStore;
let open: Incident[];
const events = createHostEvents();
let service: IncidentService;

function make(): IncidentService {
  return createIncidentService({
    store, events, clock,
    health: { incidents: async ({ ids } = {}) => open.filter(({ id }) => ids?.includes(id) ?? true), statuses: () => [portsStatus, { ...portsStatus, device: 'id-2', state: 'unknown', hard: false, attempt: 0, code: 'JF5008', summary: 'edge-2 does not answer', items: [] }], acknowledge: async () => {} },
    changes: { list: async () => [{ ...changeOf('kept'), startedAt: '2025-12-31T23:00:00.000Z' }] },
    inventory: { devices: () => [{ ...switchDevice, labels: { anchor: 'yes' } }, edge], find: (id) => [switchDevice, edge].find((one) => one.id === id) ?? null },
    configuration: { get current(): never { throw new Error('no tree in this test'); } },
  });
}

beforeEach(async () => {
  clock = new FakeClock(Date.parse('2026-01-01T01:00:00Z'));
  store = new MemoryStore([...healthMigrations, ...incidentsMigrations]);
  open = [openIncident];
  await keep(openIncident);
  service = make();
  await service.start();
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
});

async function keep({ id, device, plugin, check, state, summary, status }: Incident): Promise<void> {
  await store.write([{
    sql: `INSERT OR REPLACE INTO health_incident (id, device, plugin, check_name, item, state, summary, status, opened_at) VALUES (?, ?, ?, ?, NULL, ?, ?, ?, 0)`,
    values: [id, device, plugin, check, state, summary, status],
  }]);
}

describe('tasks', () => {
  test('one closes itself when the incident is resolved, and its incident says so', async () => {
    const task = await service.delegate({ incident: openIncident.id, person: 'ada', to: { kind: 'team', name: 'network' }, dueAt: clock.now() + hour, comment: 'please look' });
    expect(task).toMatchObject({ state: 'open', to: { kind: 'team', name: 'network' }, dueAt: '2026-01-01T02:00:00.000Z', comment: 'please look' });
    await keep({ ...openIncident, status: 'resolved' });
    events.emit('incident.resolved', { incident: openIncident.id, device: 'id-1', plugin: 'snmp-switch', check: 'ports' });
    await service[Symbol.asyncDispose]();
    expect(await service.tasks()).toMatchObject([{ state: 'closed', closedBy: 'jackfield' }]);
    expect((await service.notes(openIncident.id)).map(({ what }) => what)).toEqual(['opened', 'delegated', 'task closed']);
  });

  test('one whose incident was resolved while the host was away is closed at the start', async () => {
    await service.delegate({ incident: openIncident.id, person: 'ada', to: { kind: 'person', name: 'bob' } });
    await service[Symbol.asyncDispose]();
    await keep({ ...openIncident, status: 'resolved' });
    service = make();
    await service.start();
    expect(await service.tasks()).toMatchObject([{ state: 'closed', closedBy: 'jackfield' }]);
  });

  test('the first due comes first, those without a date last', async () => {
    for (const [name, dueAt] of [['late', 3 * hour], ['never', undefined], ['soon', hour]] as const) {
      await service.delegate({ incident: openIncident.id, person: 'ada', to: { kind: 'person', name }, ...(dueAt === undefined ? {} : { dueAt: clock.now() + dueAt }) });
    }
    expect((await service.tasks()).map(({ to }) => to.name)).toEqual(['soon', 'late', 'never']);
    // However many there are, of others' devices too.
    await store.write([{
      sql: `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2002)
            INSERT INTO incident_task (id, incident, device, title, to_kind, assignee, made_by, comment, made_at, due_at, closed_at)
            SELECT 't-' || i, 'x', 'id-9', '', 'person', 'cy', 'ada', '', i, i, CASE WHEN i % 2 = 0 THEN i END FROM n`,
    }]);
    const all = await service.tasks();
    expect([all.filter(({ state }) => state === 'open').at(-1)?.to.name, all.filter(({ state }) => state === 'closed').length]).toEqual(['never', 1_000]);
    expect((await service.tasks({ devices: ['id-1'] })).map(({ to }) => to.name)).toEqual(['soon', 'late', 'never']);
    await expect(service.delegate({ incident: openIncident.id, person: 'ada', to: { kind: 'person', name: 'bob' }, dueAt: clock.now() })).rejects.toMatchObject({ code: 'JF5020' });
  });
});

describe('maintenance', () => {
  test('holds for its device for its time, and through a restart', async () => {
    await service.beginMaintenance({ of: { device: 'id-1' }, forMs: hour, reason: 'new switches', person: 'ada' });
    await service[Symbol.asyncDispose]();
    service = make();
    await service.start();
    expect(service.maintenance()).toMatchObject([{ reason: 'new switches', person: 'ada', endsAt: '2026-01-01T02:00:00.000Z', endedBy: null }]);
    clock.advance(hour);
    expect(service.maintenance()).toEqual([]);
    expect(await service.maintenanceBetween(clock.now() - 1, clock.now())).toHaveLength(1);
  });

  test('ends early, once', async () => {
    const { id } = await service.beginMaintenance({ of: { device: 'id-1' }, forMs: hour, reason: 'x', person: 'ada' });
    clock.advance(60_000);
    expect(await service.endMaintenance(id, 'bob')).toMatchObject({ endsAt: '2026-01-01T01:01:00.000Z', endedBy: 'bob' });
    expect(service.maintenance()).toEqual([]);
    await expect(service.endMaintenance(id, 'bob')).rejects.toMatchObject({ code: 'JF5024' });
    await expect(service.endMaintenance('none', 'bob')).rejects.toMatchObject({ code: 'JF5023' });
  });
});

test('why: the check with its bad items, the way, what waits, the last change that touched the way', async () => {
  open = [openIncident, { ...openIncident, id: 'gate', device: 'id-2', plugin: 'jackfield', check: 'reachability', summary: 'edge-2 does not answer' }];
  expect(await service.why('gate').then(({ path, cause, suppressed, lastChange }) => ({ way: path.map(({ deviceName }) => deviceName), cause, waiting: suppressed, change: lastChange?.title }))).toEqual({
    way: ['core-1', 'edge-2'], cause: openIncident.id, change: 'Describe the uplink',
    waiting: [{ device: 'id-2', deviceName: 'edge-2', plugin: 'snmp-switch', check: 'ports', why: 'edge-2 does not answer', by: 'gate' }],
  });
  expect(await service.why(openIncident.id)).toMatchObject({ check: { title: 'Ports', items: [{ name: 'Gi1/0/9', state: 'critical' }] }, behind: [{ deviceName: 'edge-2', state: 'unknown' }], cause: null });
  await expect(service.why('none')).rejects.toMatchObject({ code: 'JF5001' });
});
