import type { State } from '@jackfield/sdk';

export interface Levels {
  readonly warning: number;
  readonly critical: number;
}

/** The state of a value of which more is worse. */
export function stateOf(value: number, { warning, critical }: Levels): State {
  if (value >= critical) return 'critical';
  return value >= warning ? 'warning' : 'ok';
}

/** Whether a name fits a setting that holds a regular expression; an empty one fits nothing. */
export function fits(pattern: string, name: string): boolean {
  return pattern !== '' && new RegExp(pattern, 'u').test(name);
}
