import type { State } from '@jackfield/sdk';
import { flappingSpan, isFlapping } from './flapping.ts';

/** Where a check stands: what is shown, and what has been confirmed by repeats. */
export interface CheckState {
  readonly state: State | 'pending';
  /** Confirmed: `ok` at once, anything else after the configured attempts. */
  readonly hard: boolean;
  /** How often the problem was seen in a row, up to the configured attempts. */
  readonly attempt: number;
  /** The last confirmed state: what incidents go by. */
  readonly confirmed: State | 'pending';
  /** Epoch milliseconds of the last change of `state`. */
  readonly since: number | null;
  /** The last states, oldest first. */
  readonly history: readonly State[];
  readonly flapping: boolean;
}

export const pendingState: CheckState = {
  state: 'pending', hard: false, attempt: 0, confirmed: 'pending', since: null, history: [], flapping: false,
};

/** "We see a problem" and "we cannot see" are confirmed apart: three time-outs never make a critical one hard. */
function kindOf(state: State | 'pending'): 'fine' | 'problem' | 'blind' {
  if (state === 'warning' || state === 'critical') return 'problem';
  return state === 'unknown' ? 'blind' : 'fine';
}

/** The state after one more result. */
export function observe(before: CheckState, state: State, now: number, attempts: number): CheckState {
  const history = [...before.history, state].slice(-flappingSpan);
  const kind = kindOf(state);
  const again = kind !== 'fine' && kind === kindOf(before.state);
  const attempt = kind === 'fine' ? 1 : again ? Math.min(before.attempt + 1, attempts) : 1;
  const hard = kind === 'fine' || attempt >= attempts || kind === kindOf(before.confirmed);
  return {
    state,
    hard,
    attempt,
    confirmed: hard ? state : before.confirmed,
    since: state === before.state ? before.since : now,
    history,
    flapping: isFlapping(history, before.flapping),
  };
}

/** The state while nothing can be seen for a reason that has its own incident: shown as unknown, confirmed as it was. */
export function suspend(before: CheckState, now: number): CheckState {
  if (before.state === 'unknown') return before;
  return { ...before, state: 'unknown', hard: false, attempt: 0, since: now };
}

/** The state of one whose way was blocked for all: what is seen now has to be seen as often as the first time. */
export function lookAnew(before: CheckState): CheckState {
  return { ...before, hard: false, attempt: 0 };
}

/** The state while a way is blocked that has its own incident: confirmed as it was, and no incident of its own for not seeing. */
export function blinded(before: CheckState, seen: CheckState): CheckState {
  return { ...seen, confirmed: before.confirmed === 'unknown' ? 'pending' : before.confirmed };
}
