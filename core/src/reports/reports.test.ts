import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { healthMigrations } from '../health/index.ts';
import type { Maintenance } from '../incidents/index.ts';
import { createHostEvents, listen } from '../events/index.ts';
import type { NotificationService } from '../notifications/index.ts';
import type { Configuration } from '../sites/index.ts';
import { changeOf, FakeClock, FakeServices, MemoryStore, portsStatus, switchDevice } from '../testing/index.ts';
import { reportMigrations } from './migrations.ts';
import { csvOf, htmlOf } from './report-files.ts';
import type { Report, ReportService } from './report-service.ts';
import { createReportService } from './reports.ts';
import { tablesOf } from './tables.ts';

const hour = 3_600_000;
const begin = Date.parse('2026-10-01T00:00:00Z');

let clock: FakeClock;
let store: MemoryStore;
let service: ReportService;
let maintenance: readonly Maintenance[];
let cron: string | null;
let full: boolean;
const events = createHostEvents();
const sent: Parameters<NotificationService['send']>[0][] = [];

function make(): ReportService {
  const { services } = new FakeServices('/', '');
  const setting: Configuration['setting'] = (key) => {
    if (key === 'reports') return { zone: 'UTC', target: 99 };
    return key === 'notifications' && cron !== null ? { channels: { boss: { mail: ['boss@example.org'] } }, reports: { monthly: { to: ['boss'], cron, zone: 'UTC' } } } : undefined;
  };
  return createReportService({
    store, clock, events, configuration: { current: { ...services.configuration.current, setting } }, inventory: { devices: () => [switchDevice] },
    health: { statuses: () => [{ ...portsStatus, check: 'capacity', items: [{ name: '/backup', state: 'warning', summary: '92 % used, full in 12 days' }] }] },
    incidents: { maintenanceBetween: async () => maintenance }, changes: { list: async () => ['kept', 'reverted-verified', 'failed-held'].map((state, at) => ({ ...changeOf(state === 'kept' ? 'kept' : state === 'failed-held' ? 'failed-held' : 'reverted-verified'), id: `c-${at}`, startedAt: `2026-10-01T0${at}:00:00.000Z` })) },
    recovery: { scores: () => [{ site: 'leeds', score: 50, parts: [{ deviceName: 'nas', check: 'drill', title: 'Drill', state: 'warning', summary: 'restored 40 days ago', share: 50 }] }] },
    notifications: { send: async (message) => { if (full && message.route === 'monthly') throw new Error('the disk is full'); sent.push(message); return { id: '', kind: 'report', route: '', channel: '', site: null, title: '', devices: [], state: 'sent', attempts: 1, madeAt: '', sentAt: null, nextAt: null, reason: '', hint: '' }; } },
  });
}

const transition = (at: number, from: string, to: string, hard = 1): Promise<void> =>
  store.write([{ sql: `INSERT INTO health_transition (at, device, plugin, check_name, from_state, to_state, hard, summary) VALUES (?, 'id-1', 'snmp-switch', 'ports', ?, ?, ?, '')`, values: [at, from, to, hard] }]);

const incident = (id: string, check: string, openedAt: number, resolvedAt: number | null, acknowledgedAt: number | null = null): Promise<void> => store.write([{
  sql: `INSERT INTO health_incident (id, device, plugin, check_name, item, state, summary, status, opened_at, resolved_at, acknowledged_at, acknowledged_by) VALUES (?, 'id-1', 'jackfield', ?, NULL, 'critical', 'core-1 does not answer', 'resolved', ?, ?, ?, 'ada')`,
  values: [id, check, openedAt, resolvedAt, acknowledgedAt],
}]);

beforeEach(async () => {
  clock = new FakeClock(begin);
  store = new MemoryStore([...healthMigrations, ...reportMigrations]);
  [maintenance, cron, full] = [[], null, false];
  sent.length = 0;
  service = make();
  await service.start();
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
});

describe('a month', () => {
  test('of a device that was down, worked on, and not watched, to the millisecond', async () => {
    // Ok for longer than transitions are kept; what it was is told by the first that is.
    await transition(begin + 10 * hour, 'ok', 'critical');
    await transition(begin + 11 * hour, 'critical', 'ok');
    await incident('i-1', 'reachability', begin + 20 * hour, begin + 22 * hour + 1, begin + 20.5 * hour);
    maintenance = [{ id: 'm', of: { device: 'id-1' }, reason: '', person: '', begunAt: new Date(begin + 22 * hour).toISOString(), endsAt: new Date(begin + 24 * hour).toISOString(), endedBy: null }];
    clock.advance(30 * hour);
    await service[Symbol.asyncDispose]();
    clock.advance(5 * hour);
    service = make();
    await service.start();
    clock.advance(5 * hour);
    const report = await service.of('2026-10', ['leeds']);
    expect(report.sites).toMatchObject([{ site: 'leeds', zone: 'UTC', from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T16:00:00.000Z', upMs: 30 * hour, downMs: 3 * hour, unknownMs: 5 * hour, maintenanceMs: 2 * hour, target: 99, met: false }]);
    expect(report.classes).toMatchObject([{ kind: 'switch', devices: 1, downMs: 3 * hour }]);
    expect(report.incidents).toMatchObject([{ id: 'i-1', acknowledgedMs: 0.5 * hour, repairedMs: 2 * hour + 1 }]);
    expect(report.repair).toEqual([{ site: 'leeds', incidents: 1, meanAcknowledgedMs: 0.5 * hour, meanRepairedMs: 2 * hour + 1, medianRepairedMs: 2 * hour + 1 }]);
    expect(report.changes.map(({ outcome }) => outcome)).toEqual(['kept', 'undone', 'held']);
    expect([report.backups[0]?.summary, report.capacity[0]?.summary]).toEqual(['restored 40 days ago', '92 % used, full in 12 days']);
  });

  test('of a check that has said the same ever since counts as what it says', async () => {
    await store.write([{ sql: `INSERT INTO health_state (device, plugin, check_name, state, result) VALUES ('id-1', 'snmp-switch', 'ports', '{"state":"ok","hard":true,"since":1}', '{}')` }]);
    clock.advance(10 * hour);
    expect((await service.of('2026-10', ['leeds'])).sites).toMatchObject([{ upMs: 10 * hour, unknownMs: 0, percent: 100, met: true }]);
  });

  test('that is still to come is refused, and one before anybody watched is not known', async () => {
    await expect(service.of('2026-11', ['leeds'])).rejects.toMatchObject({ code: 'JF5201' });
    expect((await service.of('2026-09', ['leeds'])).sites).toMatchObject([{ upMs: 0, unknownMs: 720 * hour, percent: null, met: null }]);
  });
});

const hostile = `=HYPERLINK("http://x","a")`;
const evil: Report = { month: '2026-10', madeAt: '', sites: [], classes: [], devices: [], repair: [], changes: [], backups: [], incidents: [], capacity: [hostile, '+1', '-1', '@a', '\t=1', ' =1', '<script>alert(1)</script>', 'a,"b"\r\nc'].map((summary) => ({ site: 'leeds', deviceName: 'nas', item: '"><img src=x>', state: 'ok', summary })) };

test('a table is no formula, whatever a device is called', () => {
  const table = tablesOf(evil).find(({ name }) => name === 'capacity');
  const csv = table === undefined ? '' : csvOf(table);
  expect(csv).toContain(`"'=HYPERLINK(""http://x"",""a"")"`);
  expect(csv.match(/ok,(?:"?'[+\-@\t =])/g)).toHaveLength(6);
  expect(csv).toContain('"a,""b""\r\nc"\r\n');
  expect(csvOf({ name: '', title: '', heads: ['a'], rows: [[-1.5], [null]] })).toBe('a\r\n-1.5\r\n\r\n');
});

test('a page has no script, nothing from elsewhere, and only its own style', () => {
  const html = htmlOf(evil);
  expect(html).not.toMatch(/<script|<img|https?:\/\/(?!x)|style="/);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toMatch(/content="default-src 'none'; style-src 'sha256-[\w+/]{43}='"/);
});

test('a report of the month before is sent at its time, once, also when that was while no host was running', async () => {
  cron = '0 7 1 * *';
  await service[Symbol.asyncDispose]();
  service = make();
  await service.start();
  await service[Symbol.asyncDispose]();
  expect(sent).toEqual([]);
  clock.advance(31 * 24 * hour + 8 * hour);
  for (let start = 0; start < 2; start += 1) {
    service = make();
    await service.start();
    await service[Symbol.asyncDispose]();
  }
  expect(sent).toMatchObject([{ kind: 'report', channel: 'boss', message: { title: 'Report 2026-10: Acme' } }]);
  expect(sent[0]?.message.attachments.map(({ name }) => name)).toContain('report.html');
});

test('a report that cannot be made is told after three times, and goes out when it can', async () => {
  [cron, full] = ['0 7 1 * *', true];
  await service[Symbol.asyncDispose]();
  const failed: string[] = [];
  using _listening = listen(events, { 'report.failed': ({ report, code }) => failed.push(`${report} ${code}`) });
  service = make();
  const looked = async (): Promise<void> => {
    for (let turn = 0; turn < 200; turn += 1) await new Promise((done) => setImmediate(done));
  };
  await service.start();
  await service[Symbol.asyncDispose]();
  clock.advance(31 * 24 * hour + 8 * hour);
  service = make();
  await service.start();
  await looked();
  expect(service.unmade()).toEqual([]);
  for (let look = 0; look < 2; look += 1) {
    clock.advance(30_000);
    await looked();
  }
  expect(service.unmade()).toMatchObject([{ site: null, error: { code: 'JF5203', message: expect.stringMatching(/^monthly of the organization, due 2026-11-01T07:00:00\.000Z, was tried 3 times: the disk is full$/) } }]);
  expect(failed).toEqual(['monthly JF5203']);
  full = false;
  clock.advance(30_000);
  await looked();
  expect(service.unmade()).toEqual([]);
  expect(sent).toMatchObject([{ kind: 'report', channel: 'boss' }]);
});
