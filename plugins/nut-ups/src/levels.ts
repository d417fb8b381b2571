import type { State } from '@jackfield/sdk';

export interface Levels {
  readonly warning: number;
  readonly critical: number;
}

/** For what is bad when there is little of it. */
export const atMost = (value: number, { warning, critical }: Levels): State => (value <= critical ? 'critical' : value <= warning ? 'warning' : 'ok');

/** For what is bad when there is much of it. */
export const atLeast = (value: number, { warning, critical }: Levels): State => (value >= critical ? 'critical' : value >= warning ? 'warning' : 'ok');

/** One thing that was looked at. */
export interface Finding {
  readonly state: State;
  readonly text: string;
}
