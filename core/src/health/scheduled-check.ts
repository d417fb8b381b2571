import type { Item, Metric, Restore, State } from '@jackfield/sdk';
import type { Manifest } from '@jackfield/sdk/manifest';
import type { PluginCatalogue } from '../plugins/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { Configuration, Scope } from '../sites/index.ts';
import { pendingState, type CheckState } from './check-state.ts';
import type { CheckStatus } from './health-service.ts';
import { checkInterval, healthSettings, type HealthSettings } from './settings.ts';

/** What is to be checked, by manifest and cascade. */
export interface CheckOrder {
  readonly key: string;
  readonly device: ManagedDevice;
  readonly plugin: string;
  readonly check: string;
  readonly title: string;
  /** The same for all checks of the plugin on the device: they are due together, so that what they need can be read at once. */
  readonly turn: string;
  /** Milliseconds. */
  readonly interval: number;
  readonly settings: HealthSettings;
  /** Units of the metrics the manifest declares. */
  readonly units: ReadonlyMap<string, string>;
}

/** The items of a result, in columns: a large fleet has millions of them. */
export interface Items {
  readonly names: readonly string[];
  readonly states: readonly State[];
  readonly summaries: readonly string[];
}

export const noItems: Items = { names: [], states: [], summaries: [] };

/** Why a check saw nothing: a transport that gets no answer of the device, or no login. It is so for all that look that way. */
export interface Blindness {
  /** Such as `ami`. */
  readonly over: string;
  readonly why: string;
}

/** What the last run said, but for what it measured. */
export interface LastResult {
  readonly summary: string;
  readonly items: Items;
  readonly code: string | null;
  /** File and line to mend, when that is it; else empty. */
  readonly where: string;
  /** What to do next; empty when the device was looked at. */
  readonly hint: string;
  /** Left out by most checks. */
  readonly restores?: readonly Restore[];
  /** Left out when it saw something, or did not for a reason of its own. */
  readonly blind?: Blindness;
}

/** A check of a device with all that is known of it. */
export interface ScheduledCheck {
  order: CheckOrder;
  state: CheckState;
  last: LastResult;
  /** What it measured, as `Samples` takes and reads it; null when nothing was. */
  measured: Uint8Array | null;
  lastRun: number | null;
  elapsedMs: number | null;
  /** Whether the store has what it says now, but for what was measured. */
  isKept: boolean;
  /** When a result was last due at the latest; freshness counts from here. */
  awaitedSince: number;
  progress: 'idle' | 'queued' | 'running';
  /** Not run while its device is down. */
  suspended: boolean;
}

export function checkKey(device: string, plugin: string, check: string): string {
  return `${device}/${plugin}/${check}`;
}

export function newCheck(order: CheckOrder, now: number): ScheduledCheck {
  return {
    order,
    state: pendingState,
    last: { summary: 'not checked yet', items: noItems, code: null, where: '', hint: '' },
    measured: null,
    lastRun: null,
    elapsedMs: null,
    isKept: false,
    awaitedSince: now,
    progress: 'idle',
    suspended: false,
  };
}

type DeclaredCheck = Manifest['contributes']['checks'][string];

/** One for all devices. */
const units = new WeakMap<DeclaredCheck, CheckOrder['units']>();

function unitsOf(declared: DeclaredCheck): CheckOrder['units'] {
  const known = units.get(declared) ?? new Map(Object.entries(declared.metrics).map(([name, metric]) => [name, metric.unit]));
  units.set(declared, known);
  return known;
}

/** The checks a device should have now: of every plugin that manages it and is enabled where it is. */
export function ordersOf(device: ManagedDevice, configuration: Configuration, catalogue: Pick<PluginCatalogue, 'find'>): CheckOrder[] {
  if (!configuration.sites.has(device.site)) return [];
  const scope: Scope = { level: 'device', site: device.site, device: device.name };
  const settings = healthSettings(configuration, scope);
  return [...new Set(device.plugins.map((plugin) => plugin.id))].flatMap((plugin) => {
    const enablement = configuration.enablement(plugin, scope);
    const turn = `${device.id}/${plugin}`;
    const installed = enablement.enabled ? catalogue.find(plugin, enablement.version) : null;
    return Object.entries(installed?.manifest.contributes.checks ?? {}).flatMap(([check, declared]): CheckOrder[] => {
      const interval = checkInterval(configuration, scope, plugin, check, declared.every);
      return interval === null ? [] : [{ key: checkKey(device.id, plugin, check), device, plugin, check, title: declared.title, turn, interval, settings, units: unitsOf(declared) }];
    });
  });
}

export function itemsOf({ names, states, summaries }: Items): Pick<Item, 'name' | 'state' | 'summary'>[] {
  return names.map((name, position) => ({ name, state: states[position] ?? 'unknown', summary: summaries[position] ?? '' }));
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** @param metricsOf what was measured of an item; of the check itself for the empty name */
export function statusOf(check: ScheduledCheck, nextRun: number | null, metricsOf: (item: string) => readonly Metric[]): CheckStatus {
  const { order, state, last } = check;
  return {
    device: order.device.id,
    plugin: order.plugin,
    check: order.check,
    title: order.title,
    state: state.state,
    hard: state.hard,
    flapping: state.flapping,
    attempt: state.attempt,
    summary: last.summary,
    items: itemsOf(last.items).map((item) => {
      const metrics = metricsOf(item.name);
      return metrics.length === 0 ? item : { ...item, metrics };
    }),
    metrics: metricsOf(''),
    since: iso(state.since),
    lastRun: iso(check.lastRun),
    nextRun: iso(nextRun),
    elapsedMs: check.elapsedMs,
    code: last.code,
    where: last.where,
    hint: last.hint,
    ...(last.restores === undefined ? {} : { restores: last.restores }),
  };
}
