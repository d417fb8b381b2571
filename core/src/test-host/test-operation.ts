import type { Phase } from '@jackfield/sdk';

/**
 * An operation that the plugin asked for, as the host's gate judged it.
 *
 * @experimental
 * @since 0.1.0
 */
export interface TestOperation {
  /** Name of the device. */
  readonly device: string;
  /** What the plugin had been called for. */
  readonly phase: Phase;
  /** Such as `snmp.get`. */
  readonly op: string;
  /** As the plugin sent it. */
  readonly request: unknown;
  /** Why the host said no; null when it let it through. */
  readonly refused: string | null;
}

/**
 * Stands between a plugin and its device: answers in its place, fails, or performs and changes what came. Answers are JSON text.
 *
 * @experimental
 * @since 0.1.0
 */
export type Intercept = (operation: Omit<TestOperation, 'refused'>, perform: () => Promise<string>, signal: AbortSignal) => Promise<string>;
