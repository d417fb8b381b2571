import type { Target, Transports } from '../transports/index.ts';

/**
 * A device that is really there, tried in place of a described one.
 *
 * @experimental
 * @since 0.1.0
 */
export interface RealDevice {
  /** Its address, and the settings of the transports for it. */
  readonly target: Target;
  /** What speaks to it, with its credentials. */
  readonly transports: Transports;
  /** Whether it may be pushed to; each push is undone. */
  readonly write: boolean;
}
