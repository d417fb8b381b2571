import type { Schemas } from '../api/index.ts';
import { bySeverity } from '../parts/index.ts';

export type Incident = Schemas['IncidentOfDevice'];
type Status = Incident['status'];

export const statusWords: { readonly [Name in Status]: string } = { open: 'open', acknowledged: 'looked after', resolved: 'over' };

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

/** How long something was or is, such as `2 h 5 min`. */
export function lasted(from: string, to: string | number): string {
  const minutes = Math.max(0, Math.round((new Date(to).getTime() - Date.parse(from)) / 60_000));
  if (minutes < 1) return 'less than a minute';
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60), minutes % 60];
  return [days > 0 ? `${days} d` : '', hours > 0 ? `${hours} h` : '', rest > 0 && days === 0 ? `${rest} min` : ''].filter((part) => part !== '').join(' ');
}
