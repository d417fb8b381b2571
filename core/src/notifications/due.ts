import type { State } from '@jackfield/sdk';
import { isOpen } from '../changes/index.ts';
import type { Incident } from '../health/index.ts';
import type { RouteSettings } from './settings.ts';

/** What a route said of an incident the last time. */
export interface Told {
  readonly state: State;
  readonly at: number;
}

interface Asked {
  readonly route: RouteSettings;
  readonly incident: Incident;
  readonly told: Told | null;
  readonly inMaintenance: boolean;
  /** Since when a change is at work on the device; null where none is. */
  readonly changing: Date | null;
  readonly now: number;
}

const severity: readonly State[] = ['ok', 'warning', 'unknown', 'critical'];

/** What a route has to say of an incident now; null for nothing, `held` for what waits for a change alone. */
export function dueOf({ route, incident, told, inMaintenance, changing, now }: Asked): 'held' | 'open' | 'again' | 'resolved' | null {
  if (route.quiet !== undefined && route.quiet.except?.some((state) => state === incident.state) !== true && isOpen(route.quiet, new Date(now))) return null;
  // Who was called is told that it is over, also while somebody works there.
  if (incident.status === 'resolved') return told !== null && route.resolved ? 'resolved' : null;
  if (inMaintenance || incident.status !== 'open' || !route.states.some((state) => state === incident.state)) return null;
  if (route.after !== 'off' && now - Date.parse(incident.openedAt) < route.after) return null;
  if (told === null && waitsForChange(route, incident, changing, now)) return 'held';
  if (told === null || severity.indexOf(incident.state) > severity.indexOf(told.state)) return 'open';
  return route.repeat !== 'off' && now - told.at >= route.repeat ? 'again' : null;
}

/** What a change may have made red is about to be put back, or is part of it; what was red before it is not. */
function waitsForChange({ duringChanges }: RouteSettings, { openedAt }: Incident, changing: Date | null, now: number): boolean {
  const opened = Date.parse(openedAt);
  return changing !== null && duringChanges !== 'off' && opened >= changing.getTime() && now - opened < duringChanges;
}
