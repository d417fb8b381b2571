import type { Change, ChangeService } from '../../changes/index.ts';
import type { HealthService, Incident } from '../../health/index.ts';
import type { HistoryService, Version } from '../../history/index.ts';

/** One thing that happened to a device. */
export interface Happening {
  readonly at: string;
  /** `configuration`: it was found to be another than before, by no change of ours. */
  readonly what: 'incident' | 'resolved' | 'change' | 'configuration';
  /** Of the incident, `ok` where it is resolved; of the change. */
  readonly state: string;
  readonly summary: string;
  /** Of the incident, the change, the version. */
  readonly id: string;
  /** Milliseconds that the incident or the change took; null while it lasts, and where nothing can. */
  readonly lasted: number | null;
}

/** Who knows what happened. */
interface Tellers {
  readonly health: Pick<HealthService, 'incidents'>;
  readonly changes: Pick<ChangeService, 'list'>;
  readonly history: Pick<HistoryService, 'versions'>;
}

const newest = 20;

const span = (from: string, to: string | null): number | null => (to === null ? null : Date.parse(to) - Date.parse(from));

function ofIncident({ id, state, summary, openedAt, resolvedAt }: Incident): Happening[] {
  return [
    { at: openedAt, what: 'incident', state, summary, id, lasted: span(openedAt, resolvedAt) },
    ...(resolvedAt === null ? [] : [{ at: resolvedAt, what: 'resolved', state: 'ok', summary, id, lasted: span(openedAt, resolvedAt) } as const]),
  ];
}

const ofChange = ({ id, state, title, person, startedAt, endedAt }: Change): Happening => ({ at: startedAt, what: 'change', state, summary: `${title}, by ${person}`, id, lasted: span(startedAt, endedAt) });

/** What a change of ours left there is told by the change; the first version is no difference. */
function ofVersion({ version, takenAt, cause, changed }: Version): Happening[] {
  return cause === 'change' || version === 1 ? [] : [{ at: takenAt, what: 'configuration', state: 'changed', summary: changed.join(', '), id: String(version), lasted: null }];
}

/** What happened to a device, newest first: incidents and their ends, changes, configurations that somebody else changed. */
export async function lately({ health, changes, history }: Tellers, device: string): Promise<readonly Happening[]> {
  const [incidents, pushed, versions] = await Promise.all([health.incidents({ device }), changes.list({ device }), history.versions(device)]);
  return [...incidents.flatMap(ofIncident), ...pushed.map(ofChange), ...versions.flatMap(ofVersion)].toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, newest);
}
