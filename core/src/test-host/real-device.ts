import type { Target, Transports } from '../transports/index.ts';

/** A device that is really there, tried in place of a described one. */
export interface RealDevice {
  readonly target: Target;
  readonly transports: Transports;
  /** Whether it may be pushed to; each push is undone. */
  readonly write: boolean;
}
