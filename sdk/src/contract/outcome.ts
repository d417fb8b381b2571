import type { JsonObject } from './json.ts';

/**
 * The closed set of outcomes that steer the host. Nothing else that a plugin throws is an outcome: it is a fault.
 *
 * @stable
 * @since 0.1.0
 */
export const outcomeKinds = [
  'Unreachable',
  'AuthFailed',
  'NotReady',
  'Unsupported',
  'SettingsInvalid',
  'Conflict',
  'Refused',
] as const;

/**
 * One word of `outcomeKinds`.
 *
 * @stable
 * @since 0.1.0
 */
export type OutcomeKind = (typeof outcomeKinds)[number];

/**
 * Stable codes; a code is never given to another meaning.
 *
 * @stable
 * @since 0.1.0
 */
export const outcomeCodes: Record<OutcomeKind, string> = {
  Unreachable: 'JF0001',
  AuthFailed: 'JF0002',
  NotReady: 'JF0003',
  Unsupported: 'JF0004',
  SettingsInvalid: 'JF0005',
  Conflict: 'JF0006',
  Refused: 'JF0007',
};

/**
 * What an outcome may carry beside its message.
 *
 * @stable
 * @since 0.1.0
 */
export interface OutcomeDetails {
  /** What the operator can do next, one sentence. */
  readonly hint?: string;
  /** Facts for logs and bug reports; never a secret. */
  readonly data?: JsonObject;
  /** The error behind it; stays in the plugin's process. */
  readonly cause?: unknown;
}

/**
 * Base of the outcome errors. Throw one of the subclasses: each steers the host in its own way. `instanceof` looks at what
 * an error carries, so that it works across bundles.
 *
 * @stable
 * @since 0.1.0
 */
export abstract class OutcomeError extends Error {
  /** The kind that a subclass stands for; null for the base, which is all of them. */
  protected static readonly only: OutcomeKind | null = null;
  /** Which of the seven it is. */
  readonly kind: OutcomeKind;
  /** Its stable code, such as `JF0001`. */
  readonly code: string;
  /** What the operator can do next, one sentence. */
  readonly hint: string | undefined;
  /** Facts for logs and bug reports. */
  readonly data: JsonObject;

  /** By what an error carries: a plugin's bundle and the runtime it runs in have a copy of these classes each. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && 'kind' in value && isOutcomeKind(value.kind) && (this.only === null || this.only === value.kind);
  }

  constructor(kind: OutcomeKind, message: string, details: OutcomeDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = kind;
    this.kind = kind;
    this.code = outcomeCodes[kind];
    this.hint = details.hint;
    this.data = details.data ?? {};
  }
}

/**
 * The device does not answer, or not in time. `data.layer` says which layer spent the time.
 *
 * @stable
 * @since 0.1.0
 */
export class Unreachable extends OutcomeError {
  /** This kind, and no other. */
  protected static override readonly only = 'Unreachable';

  constructor(message: string, details?: OutcomeDetails) {
    super('Unreachable', message, details);
  }
}

/**
 * The device answers but refuses the credentials, or its host key changed.
 *
 * @stable
 * @since 0.1.0
 */
export class AuthFailed extends OutcomeError {
  /** This kind, and no other. */
  protected static override readonly only = 'AuthFailed';

  constructor(message: string, details?: OutcomeDetails) {
    super('AuthFailed', message, details);
  }
}

/**
 * The device is there but starting, reloading or busy: asking again later makes sense.
 *
 * @stable
 * @since 0.1.0
 */
export class NotReady extends OutcomeError {
  /** This kind, and no other. */
  protected static override readonly only = 'NotReady';

  constructor(message: string, details?: OutcomeDetails) {
    super('NotReady', message, details);
  }
}

/**
 * The device cannot do what was asked, now or later.
 *
 * @stable
 * @since 0.1.0
 */
export class Unsupported extends OutcomeError {
  /** This kind, and no other. */
  protected static override readonly only = 'Unsupported';

  constructor(message: string, details?: OutcomeDetails) {
    super('Unsupported', message, details);
  }
}

/**
 * A setting has the wrong shape or contradicts the device.
 *
 * @stable
 * @since 0.1.0
 */
export class SettingsInvalid extends OutcomeError {
  /** This kind, and no other. */
  protected static override readonly only = 'SettingsInvalid';

  constructor(message: string, details?: OutcomeDetails) {
    super('SettingsInvalid', message, details);
  }
}

/**
 * Somebody else holds or changed what was to be changed.
 *
 * @stable
 * @since 0.1.0
 */
export class Conflict extends OutcomeError {
  /** This kind, and no other. */
  protected static override readonly only = 'Conflict';

  constructor(message: string, details?: OutcomeDetails) {
    super('Conflict', message, details);
  }
}

/**
 * The host (a permission, a grant, a phase) or the device said no.
 *
 * @stable
 * @since 0.1.0
 */
export class Refused extends OutcomeError {
  /** This kind, and no other. */
  protected static override readonly only = 'Refused';

  constructor(message: string, details?: OutcomeDetails) {
    super('Refused', message, details);
  }
}

const classes = { Unreachable, AuthFailed, NotReady, Unsupported, SettingsInvalid, Conflict, Refused } as const;

/**
 * The outcome of the given kind, as when it arrives from the other end of a channel.
 *
 * @stable
 * @since 0.1.0
 */
export function outcome(kind: OutcomeKind, message: string, details?: OutcomeDetails): OutcomeError {
  return new classes[kind](message, details);
}

/**
 * Whether a value is one word of `outcomeKinds`.
 *
 * @stable
 * @since 0.1.0
 */
export function isOutcomeKind(value: unknown): value is OutcomeKind {
  return outcomeKinds.some((kind) => kind === value);
}
