import { EventEmitter } from 'eventemitter3';
import type { ServiceIdentifier } from 'inversify';

/** What kept discovery from looking at an address. */
export interface DiscoveryProblem {
  /** Empty when it is of no address: a file to mend, or the machine itself. */
  readonly address: string;
  readonly plugin: string | null;
  /** File, line and column when a file is to be mended; else empty. */
  readonly where: string;
  readonly code: string;
  readonly message: string;
  /** What to do next; empty when nothing can be said. */
  readonly hint: string;
}

/** An error as plain data. */
export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly where: string;
  readonly hint: string;
}

/** Everything that happens in a host, by name. Each payload is plain data: the same events go out over the API. */
export interface HostEventMap {
  /** `atNextStart`: keys of jackfield.yaml that changed and that a running daemon does not take over. */
  'configuration.reloaded': { readonly sites: number; readonly person: string; readonly atNextStart: readonly string[] };
  /** `mended`: what was refused before is right again. */
  'configuration.unchanged': { readonly person: string; readonly mended: boolean };
  'configuration.refused': { readonly errors: readonly ToldError[]; readonly person: string };
  /** Secrets that credentials.yaml refers to and that are not there; told again when others are missing. */
  'credentials.unresolved': { readonly errors: readonly ToldError[] };
  /** For which devices an entry of a plugin's settings for a device stands: the names that the plugin hears. Told when they are others than before. */
  'settings.devices': { readonly plugin: string; readonly device: string; readonly key: string; readonly where: string; readonly names: readonly string[] };
  'plugin.state': { readonly plugin: string; readonly from: string; readonly to: string; readonly reason: string };
  'plugin.crash': { readonly plugin: string; readonly version: string; readonly cause: string; readonly reason: string; readonly report: string; readonly file: string };
  'plugin.log': { readonly plugin: string; readonly level: 'debug' | 'info' | 'warn'; readonly message: string; readonly device: string | null; readonly data: unknown };
  'plugin.watch': { readonly plugin: string; readonly device: string; readonly name: string; readonly summary: string; readonly hints: readonly string[] };
  'operation.refused': { readonly plugin: string; readonly device: string; readonly operation: string; readonly code: string; readonly reason: string };
  /** There is no room on the disk: writes wait in memory. `storage.free` when all of them are written. */
  'storage.full': ToldError;
  /** `lost`: writes since the start that were too much to be kept. */
  'storage.free': { readonly what: 'database' | 'log'; readonly written: number; readonly lost: number };
  'thread.restarted': { readonly thread: string; readonly reason: string };
  /** The first SSH host key of an address, one that a person took, or another than the one on record. */
  'hostkey.recorded': { readonly address: string; readonly port: number; readonly fingerprint: string; readonly status: 'accepted' | 'changed' | 'asked'; readonly offered: string | null };
  'traps.listening': { readonly address: string; readonly port: number };
  /** The port of traps cannot be had; told again when the reason is another. */
  'traps.failed': ToldError;
  /** Told once a minute at most: datagrams since the last time, by reason, and where most came from. */
  'traps.dropped': { readonly dropped: number; readonly reasons: { readonly [reason: string]: number }; readonly from: readonly string[] };
  'discovery.progress': { readonly site: string; readonly done: number; readonly total: number; readonly found: number };
  'discovery.done': { readonly addresses: number; readonly alive: number; readonly fingerprinted: number; readonly devices: number; readonly problems: readonly DiscoveryProblem[] };
  'device.found': { readonly device: string; readonly name: string; readonly site: string };
  'device.changed': { readonly device: string; readonly fields: readonly string[] };
  'device.unassigned': { readonly device: string; readonly name: string; readonly plugin: string; readonly reason: string };
  'check.result': { readonly device: string; readonly plugin: string; readonly check: string; readonly state: string; readonly summary: string };
  /** The store refused what a check said; told when the reason is another than before. */
  'result.unsaved': ToldError;
  'check.transition': { readonly device: string; readonly plugin: string; readonly check: string; readonly from: string; readonly to: string; readonly hard: boolean };
  'incident.opened': { readonly incident: string; readonly device: string; readonly summary: string };
  'incident.resolved': { readonly incident: string; readonly device: string; readonly plugin: string; readonly check: string };
  'incident.acknowledged': { readonly incident: string; readonly device: string; readonly person: string; readonly until: string | null };
  /** The time of an acknowledgement is over, and the problem is still there. */
  'incident.lapsed': { readonly incident: string; readonly device: string; readonly person: string };
  'incident.noted': { readonly incident: string; readonly device: string; readonly person: string };
  'task.state': { readonly task: string; readonly incident: string; readonly device: string; readonly state: 'open' | 'closed' };
  /** `at` is a node of the tree, or the name of a device. */
  'maintenance.state': { readonly maintenance: string; readonly at: string; readonly site: string | null; readonly state: 'begun' | 'ended'; readonly person: string };
  /** A message of a route: it got there, waits to be tried again, or is given up. */
  'notification.state': { readonly notification: string; readonly channel: string; readonly site: string | null; readonly state: 'sent' | 'waiting' | 'failed'; readonly reason: string };
  /** A report that is due could not be made, and is tried again. */
  'report.failed': ToldError & { readonly report: string; readonly site: string | null };
  /** A device could not be looked at in its turn. */
  'round.failed': ToldError & { readonly what: string; readonly device: string };
  /** The files of the certificate are none: the one in use stays. */
  'certificate.kept': ToldError;
  /** A request over HTTP failed in a way that nobody expected; `stack` for whoever mends it. */
  'request.failed': ToldError & { readonly route: string; readonly stack: string };
  /** A request over HTTP that somebody may not make. Who asks often is told of now and then. */
  'request.refused': ToldError & { readonly route: string; readonly person: string | null; readonly from: string };
  /** `made`: it waits to be applied, and maybe for approvals. */
  'plan.state': { readonly plan: string; readonly state: 'made' | 'approved' };
  /** All changes are stopped, or may begin again. */
  'changes.stopped': { readonly stopped: boolean; readonly person: string };
  'change.state': { readonly change: string; readonly from: string; readonly to: string };
  'change.step': { readonly change: string; readonly device: string; readonly resource: string; readonly step: string };
  /** A rollout began, wrote a site, went on to another wave, stopped or ended. */
  'rollout.state': { readonly rollout: string; readonly state: string; readonly wave: number; readonly written: number };
  /** A package that was handed over waits for a person, was refused, is installed, or waits no longer: it runs already, waited too long, or cannot be installed any more. */
  'package.state': { readonly plugin: string; readonly version: string; readonly state: 'waiting' | 'refused' | 'installed' | 'withdrawn' };
}

export type HostEventName = keyof HostEventMap;

/** All names, in one place for what listens to everything. */
export const hostEventNames: readonly HostEventName[] = [
  'configuration.reloaded', 'configuration.unchanged', 'configuration.refused', 'credentials.unresolved', 'settings.devices', 'plugin.state', 'plugin.crash', 'plugin.log', 'plugin.watch', 'operation.refused',
  'storage.full', 'storage.free', 'thread.restarted', 'hostkey.recorded', 'traps.listening', 'traps.failed', 'traps.dropped', 'discovery.progress', 'discovery.done', 'device.found', 'device.changed', 'device.unassigned', 'check.result', 'result.unsaved', 'check.transition',
  'incident.opened', 'incident.resolved', 'incident.acknowledged', 'incident.lapsed', 'incident.noted', 'task.state', 'maintenance.state', 'notification.state', 'report.failed', 'round.failed', 'certificate.kept', 'request.failed', 'request.refused', 'plan.state', 'changes.stopped', 'change.state', 'change.step', 'rollout.state', 'package.state',
];

/** What listens to some of the events, by name. */
export type HostEventListeners = { readonly [Name in HostEventName]?: (event: HostEventMap[Name]) => void };

/** The one event bus of the host: an EventEmitter whose names and payloads are those of the map. */
export interface HostEvents {
  on<Name extends HostEventName>(name: Name, listener: (event: HostEventMap[Name]) => void): unknown;
  off<Name extends HostEventName>(name: Name, listener: (event: HostEventMap[Name]) => void): unknown;
  emit<Name extends HostEventName>(name: Name, event: HostEventMap[Name]): boolean;
}
export const HostEvents: ServiceIdentifier<HostEvents> = Symbol.for('HostEvents');

export function createHostEvents(): HostEvents {
  return new EventEmitter();
}

/** Listens by name until disposed. */
export function listen(events: HostEvents, listeners: HostEventListeners): Disposable {
  const stack = new DisposableStack();
  const add = <Name extends HostEventName>(name: Name): void => {
    const listener = listeners[name];
    if (listener === undefined) return;
    events.on(name, listener);
    stack.defer(() => void events.off(name, listener));
  };
  for (const name of hostEventNames) add(name);
  return stack;
}
