export type State = 'ok' | 'warning' | 'critical' | 'unknown' | 'pending';

/** The worst first. What nobody knows may be critical: it stands before what is known to be a warning; what no check looks at stands last. */
const order: readonly (State | null)[] = ['critical', 'unknown', 'warning', 'pending', 'ok', null];

/** 0 for the worst. */
export const severityOf = (state: State | null): number => order.indexOf(state);

export const bySeverity = (one: State | null, other: State | null): number => severityOf(one) - severityOf(other);

/** All states, the worst first. */
export const statesBySeverity: readonly State[] = order.filter((state) => state !== null);
