import { EventEmitter } from 'eventemitter3';
import type { ServiceIdentifier } from 'inversify';

/** Everything that happens in a host, by name. Each payload is plain data: the same events go out over the API. */
export interface HostEventMap {
  'configuration.reloaded': { readonly sites: number };
  'configuration.refused': { readonly code: string; readonly message: string; readonly where: string };
  'plugin.state': { readonly plugin: string; readonly from: string; readonly to: string; readonly reason: string };
  'plugin.log': { readonly plugin: string; readonly level: 'debug' | 'info' | 'warn'; readonly message: string; readonly device: string | null; readonly data: unknown };
  'plugin.watch': { readonly plugin: string; readonly device: string; readonly name: string; readonly summary: string; readonly hints: readonly string[] };
  'operation.refused': { readonly plugin: string; readonly device: string; readonly operation: string; readonly code: string; readonly reason: string };
  'transport.restarted': { readonly thread: string; readonly reason: string };
  'discovery.progress': { readonly site: string; readonly done: number; readonly total: number; readonly found: number };
  'device.found': { readonly device: string; readonly name: string; readonly site: string };
  'device.changed': { readonly device: string; readonly fields: readonly string[] };
  'check.result': { readonly device: string; readonly plugin: string; readonly check: string; readonly state: string; readonly summary: string };
  'check.transition': { readonly device: string; readonly plugin: string; readonly check: string; readonly from: string; readonly to: string; readonly hard: boolean };
  'incident.opened': { readonly incident: string; readonly device: string; readonly summary: string };
  'incident.resolved': { readonly incident: string; readonly device: string };
  'change.state': { readonly change: string; readonly from: string; readonly to: string };
  'change.step': { readonly change: string; readonly device: string; readonly resource: string; readonly step: string };
}

/** The one event bus of the host. */
export type HostEvents = EventEmitter<{ [Name in keyof HostEventMap]: (event: HostEventMap[Name]) => void }>;
export const HostEvents: ServiceIdentifier<HostEvents> = Symbol.for('HostEvents');

export function createHostEvents(): HostEvents {
  return new EventEmitter();
}
