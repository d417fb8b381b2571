import type { Change, ChangeState } from '../changes/index.ts';
import type { CheckStatus, CheckTimeline, IncidentLife } from '../health/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { SiteScore } from '../recovery/index.ts';
import { availabilityOf, percentOf, sumOf, type Availability, type Span } from './availability.ts';
import type { AvailabilityLine, ChangeOutcome, Report } from './report-service.ts';

/** All that is known of one site and month. */
export interface SiteFacts {
  readonly site: { readonly id: string; readonly title: string };
  readonly zone: string;
  readonly target: number | null;
  readonly span: Span;
  readonly runs: readonly Span[];
  readonly devices: readonly ManagedDevice[];
  readonly timelines: readonly CheckTimeline[];
  readonly lives: readonly IncidentLife[];
  readonly maintenanceOf: (device: ManagedDevice) => readonly Span[];
  readonly changes: readonly Change[];
  readonly statuses: readonly CheckStatus[];
  readonly score: SiteScore | undefined;
}

/** Checks whose items are what fills: disks, and the rooms of backups with when they will be full. */
const capacityChecks: ReadonlySet<string> = new Set(['capacity', 'disks', 'storage']);
const outcomes: { readonly [State in ChangeState]: ChangeOutcome } = {
  planned: 'under way', applying: 'under way', verifying: 'under way', reverting: 'under way', kept: 'kept', 'reverted-verified': 'undone', 'reverted-unverified': 'held', 'failed-held': 'held',
};

export function buildReport(month: string, madeAt: number, all: readonly SiteFacts[]): Report {
  const devices = all.flatMap((facts) => devicesOf(facts));
  const timeOf = (at: number): string => new Date(at).toISOString();
  return {
    month, madeAt: timeOf(madeAt),
    sites: all.map(({ site, zone, target, span }) => {
      const line = lineOf(site.id, devices.filter((one) => one.site === site.id));
      return { ...line, title: site.title, zone, from: timeOf(span.from), to: timeOf(span.to), target, met: target === null || line.percent === null ? null : line.percent >= target };
    }),
    classes: all.flatMap(({ site }) => [...Map.groupBy(devices.filter((one) => one.site === site.id), ({ kind }) => kind)].toSorted(([a], [b]) => a.localeCompare(b)).map(([kind, of]) => ({ ...lineOf(site.id, of), kind }))),
    devices,
    incidents: all.flatMap(incidentsOf),
    repair: all.map((facts) => repairOf(facts.site.id, incidentsOf(facts))),
    changes: changesOf(all),
    backups: all.flatMap(({ site, score }) => (score?.parts ?? []).map(({ deviceName, check, state, share, summary }) => ({ site: site.id, deviceName, check, state, share, summary }))),
    capacity: all.flatMap(capacityOf),
  };
}

function lineOf(site: string, devices: readonly Availability[]): AvailabilityLine {
  const sum = sumOf(devices);
  return { site, ...sum, percent: percentOf(sum), devices: devices.length };
}

function devicesOf({ site, span, runs, devices, timelines, lives, maintenanceOf }: SiteFacts): Report['devices'] {
  const [checksOf, livesOf] = [Map.groupBy(timelines, ({ device }) => device), Map.groupBy(lives, ({ device }) => device)];
  return devices.map((device) => {
    const outages = (livesOf.get(device.id) ?? []).filter(({ plugin, check }) => plugin === 'jackfield' && check === 'reachability').map(({ openedAt, resolvedAt }) => ({ from: openedAt, to: resolvedAt ?? span.to }));
    const found = availabilityOf({ ...span, runs, outages, maintenance: maintenanceOf(device), checks: checksOf.get(device.id) ?? [] });
    return { site: site.id, device: device.id, deviceName: device.name, kind: device.kind, ...found, percent: percentOf(found) };
  }).toSorted((a, b) => (a.percent ?? 101) - (b.percent ?? 101) || a.deviceName.localeCompare(b.deviceName));
}

/** Those that opened in the month: one that lasts over its end counts once. */
function incidentsOf({ site, span, devices, lives }: SiteFacts): Report['incidents'] {
  const names = new Map(devices.map(({ id, name }) => [id, name]));
  return lives.filter(({ device, openedAt }) => names.has(device) && openedAt >= span.from && openedAt < span.to).map((one) => ({
    id: one.id, site: site.id, deviceName: names.get(one.device) ?? one.device, state: one.state, summary: one.summary, openedAt: new Date(one.openedAt).toISOString(), resolvedAt: one.resolvedAt === null ? null : new Date(one.resolvedAt).toISOString(),
    acknowledgedMs: one.acknowledgedAt === null ? null : one.acknowledgedAt - one.openedAt, repairedMs: one.resolvedAt === null ? null : one.resolvedAt - one.openedAt,
  }));
}

function repairOf(site: string, incidents: Report['incidents']): Report['repair'][number] {
  const [acknowledged, repaired] = [incidents.flatMap(({ acknowledgedMs }) => acknowledgedMs ?? []), incidents.flatMap(({ repairedMs }) => repairedMs ?? [])];
  return { site, incidents: incidents.length, meanAcknowledgedMs: mean(acknowledged), meanRepairedMs: mean(repaired), medianRepairedMs: median(repaired) };
}

const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length));

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2);
}

/** A change of several sites stands once. */
function changesOf(all: readonly SiteFacts[]): Report['changes'] {
  const found = new Map<string, Report['changes'][number]>();
  for (const { site, span, devices, changes } of all) {
    const here = new Set(devices.map(({ id }) => id));
    for (const { id, title, person, startedAt, state, steps, undoneBy } of changes) {
      const at = Date.parse(startedAt);
      if (at < span.from || at >= span.to || !steps.some(({ device }) => here.has(device))) continue;
      const outcome = state === 'kept' && undoneBy !== null ? 'undone' : outcomes[state];
      found.set(id, { id, title, person, startedAt, state, outcome, sites: [...(found.get(id)?.sites ?? []), site.id] });
    }
  }
  return [...found.values()].toSorted((a, b) => a.startedAt.localeCompare(b.startedAt) || a.id.localeCompare(b.id));
}

function capacityOf({ site, devices, statuses }: SiteFacts): Report['capacity'] {
  const names = new Map(devices.map(({ id, name }) => [id, name]));
  return statuses.filter(({ device, check }) => names.has(device) && capacityChecks.has(check)).flatMap(({ device, items }) =>
    items.map(({ name, state, summary }) => ({ site: site.id, deviceName: names.get(device) ?? device, item: name, state, summary })));
}
