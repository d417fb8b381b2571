import type { JsonObject } from '@jackfield/sdk';
import type { Difference } from '../changes/index.ts';

/**
 * What a push would change.
 *
 * @experimental
 * @since 0.1.0
 */
export interface TestPlan {
  /** The fields of the spec that say which instance is meant. */
  readonly key: JsonObject;
  /** The state that was read. */
  readonly current: JsonObject;
  /** The state that the plugin wants. */
  readonly wanted: JsonObject;
  /** Empty when there is nothing to do. */
  readonly differences: readonly Difference[];
}
