import type { Schemas } from '../../api/index.ts';
import type { Span } from './span.ts';

/** Something that is shown over the charts: it may explain what they show. */
export interface Happening {
  readonly what: 'incident' | 'change';
  readonly id: string;
  readonly summary: string;
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
}

/** Incidents and changes of a device that touch a span, newest first. */
export function happenings(incidents: readonly Schemas['Incident'][], lately: Schemas['DeviceDetail']['lately'], span: Span): readonly Happening[] {
  const all: readonly Happening[] = [
    ...incidents.map(({ id, summary, openedAt, resolvedAt }) => ({ what: 'incident' as const, id, summary, from: Date.parse(openedAt), to: resolvedAt === null ? null : Date.parse(resolvedAt) })),
    ...lately.filter(({ what }) => what === 'change').map(({ id, summary, at, lasted }) => ({ what: 'change' as const, id, summary, from: Date.parse(at), to: lasted === null ? null : Date.parse(at) + lasted })),
  ];
  return all.filter(({ from, to }) => from <= span.to && (to ?? Infinity) >= span.from).toSorted((a, b) => b.from - a.from);
}
