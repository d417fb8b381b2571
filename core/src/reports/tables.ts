import { percentOf } from './availability.ts';
import type { Report } from './report-service.ts';

type Cell = string | number | null;

/** A part of a report as rows: the same for CSV, for paper and for the terminal. */
export interface ReportTable {
  readonly name: string;
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const hours = (milliseconds: number): number => Math.round(milliseconds / 36_000) / 100;
const minutes = (milliseconds: number | null): number | null => (milliseconds === null ? null : Math.round(milliseconds / 6_000) / 10);
/** Never rounded up to what was promised, or to all. */
const percent = (value: number | null): number | null => (value === null ? null : Math.floor(value * 1_000) / 1_000);
const spent = ['up h', 'down h', 'unknown h', 'maintenance h', 'available %'];
const spentOf = (line: Parameters<typeof percentOf>[0] & { readonly unknownMs: number; readonly maintenanceMs: number }): Cell[] => [hours(line.upMs), hours(line.downMs), hours(line.unknownMs), hours(line.maintenanceMs), percent(percentOf(line))];

export function tablesOf({ sites, classes, devices, incidents, repair, changes, backups, capacity }: Report): readonly ReportTable[] {
  return [
    { name: 'sites', title: 'Availability by site', heads: ['site', 'title', 'zone', 'devices', ...spent, 'target %', 'met'], rows: sites.map((one) => [one.site, one.title, one.zone, one.devices, ...spentOf(one), one.target, one.met === null ? null : one.met ? 'yes' : 'no']) },
    { name: 'classes', title: 'Availability by kind of device', heads: ['site', 'kind', 'devices', ...spent], rows: classes.map((one) => [one.site, one.kind, one.devices, ...spentOf(one)]) },
    { name: 'devices', title: 'Availability by device', heads: ['site', 'device', 'kind', ...spent], rows: devices.map((one) => [one.site, one.deviceName, one.kind, ...spentOf(one)]) },
    { name: 'repair', title: 'Time to acknowledge and to repair', heads: ['site', 'incidents', 'mean min to acknowledge', 'mean min to repair', 'median min to repair'], rows: repair.map((one) => [one.site, one.incidents, minutes(one.meanAcknowledgedMs), minutes(one.meanRepairedMs), minutes(one.medianRepairedMs)]) },
    { name: 'incidents', title: 'Incidents', heads: ['opened', 'site', 'device', 'state', 'summary', 'min to acknowledge', 'min to repair'], rows: incidents.map((one) => [one.openedAt, one.site, one.deviceName, one.state, one.summary, minutes(one.acknowledgedMs), minutes(one.repairedMs)]) },
    { name: 'changes', title: 'Changes', heads: ['started', 'change', 'title', 'by', 'sites', 'outcome'], rows: changes.map((one) => [one.startedAt, one.id, one.title, one.person, one.sites.join(' '), one.outcome]) },
    { name: 'backups', title: 'Backups and restore drills, as of now', heads: ['site', 'device', 'check', 'state', 'proven %', 'summary'], rows: backups.map((one) => [one.site, one.deviceName, one.check, one.state, one.share, one.summary]) },
    { name: 'capacity', title: 'Capacity, as of now', heads: ['site', 'device', 'item', 'state', 'summary'], rows: capacity.map((one) => [one.site, one.deviceName, one.item, one.state, one.summary]) },
  ];
}
