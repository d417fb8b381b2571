import type { Schemas } from '../api/index.ts';
import { bySeverity } from '../parts/index.ts';

export type Incident = Schemas['IncidentOfDevice'];
type Status = Incident['status'];

export const statusWords: { readonly [Name in Status]: string } = { open: 'open', acknowledged: 'acknowledged', resolved: 'resolved' };

/** Whom it concerns first: open before acknowledged before resolved, the worst first, then the newest. */
export function byUrgency(one: Incident, other: Incident): number {
  const order: readonly Status[] = ['open', 'acknowledged', 'resolved'];
  if (one.status !== other.status) return order.indexOf(one.status) - order.indexOf(other.status);
  if (one.status !== 'resolved' && one.state !== other.state) return bySeverity(one.state, other.state);
  return other.openedAt.localeCompare(one.openedAt);
}

/** Whether all words that somebody typed stand in it somewhere. */
export function fits({ deviceName, site, summary, plugin, check, item }: Incident, typed: string): boolean {
  const text = [deviceName, site, summary, plugin, check, item].join(' ').toLowerCase();
  return typed.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
