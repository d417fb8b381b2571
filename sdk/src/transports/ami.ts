/**
 * One AMI message: header names as sent, in order, repeated names kept apart.
 * Look values up with `amiHeader` (names compare without case).
 *
 * @stable
 * @since 0.1.0
 */
export interface AmiMessage {
  /** Name and value, as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * Fields of an action, in order; a name may repeat. Values with CR, LF or NUL are refused.
 *
 * @stable
 * @since 0.1.0
 */
export type AmiFields = readonly (readonly [name: string, value: string])[];

/**
 * How long an action may take.
 *
 * @stable
 * @since 0.1.0
 */
export interface AmiOptions {
  /** Milliseconds for the whole operation; never more than the call has left. Left out, what the place's `transports.ami.timeoutMs` says (10 s) for an operation that reads, what the call has left for one that writes. */
  readonly timeoutMs?: number;
}

/**
 * What a list action answers.
 *
 * @stable
 * @since 0.1.0
 */
export interface AmiList {
  /** The answer to the action itself. */
  readonly response: AmiMessage;
  /** The events between start and completion that carry the action's ActionID. */
  readonly events: readonly AmiMessage[];
  /** The event that ended the list. */
  readonly complete: AmiMessage;
}

/**
 * The manager interface of an Asterisk, for reading. Login, reconnects and action ids are the host's business.
 *
 * @stable
 * @since 0.1.0
 */
export interface AmiReader {
  /** An action of the manifest's `ami.read`. `Response: Error` comes as the message, not as an exception. */
  action(name: string, fields?: AmiFields, options?: AmiOptions): Promise<AmiMessage>;
  /**
   * A list action, collected until `EventList: Complete`. When `counted` names an event, as many of it as `ListItems`
   * says must have come, else `NotReady`.
   */
  list(name: string, fields?: AmiFields, options?: AmiOptions & { readonly counted?: string }): Promise<AmiList>;
  /** Events of the named kinds until the signal aborts; ends with `Unreachable` when the session is lost. */
  events(names: readonly string[], signal: AbortSignal): AsyncIterable<AmiMessage>;
}

/**
 * What came of a test call. That nobody answered is an answer too, not an error.
 *
 * @stable
 * @since 0.1.0
 */
export interface AmiCall {
  /** `busy` and `noAnswer`: it rang there, or somebody is on the phone; `failed`: it did not get there. */
  readonly outcome: 'answered' | 'noAnswer' | 'busy' | 'failed';
  /** Milliseconds from the order to the answer, or until it was clear that none comes. */
  readonly ms: number;
  /** Why, in words, as far as Asterisk tells. */
  readonly reason: string;
  /** Of an answered call: what answered it. */
  readonly by?: AmiAnsweredBy;
}

/**
 * What answered a test call, as the PBX that placed it sees it.
 *
 * @stable
 * @since 0.1.0
 */
export interface AmiAnsweredBy {
  /** Channel that was dialled and answered, such as `PJSIP/york-00000012`; null where the dialplan answered by itself. */
  readonly channel: string | null;
  /** What the dialplan ran at the answer, such as `Dial` or `Playback`; null where the manager user may not see it. */
  readonly application: string | null;
  /** Whether it rang before, or may have: with early media (183) the ringing is in what is heard. */
  readonly rang: boolean;
}

/**
 * The manager interface of an Asterisk, in checks.
 *
 * @stable
 * @since 0.1.0
 */
export interface AmiCaller extends AmiReader {
  /**
   * Places the test call that the place names so in `transports.ami.calls`, waits for what comes of it and ends it. Needs `ami.call`
   * in the manifest and a grant of its own; `Refused` without. One call at a time of a device; asked again within a minute, the
   * answer is that of the call before.
   */
  call(target: string): Promise<AmiCall>;
}

/**
 * The manager interface of an Asterisk, in writing phases.
 *
 * @stable
 * @since 0.1.0
 */
export interface AmiWriter extends AmiReader {
  /** An action of the manifest's `ami.write`. */
  write(name: string, fields?: AmiFields, options?: AmiOptions): Promise<AmiMessage>;
}

/**
 * The first value of a header, or null.
 *
 * @stable
 * @since 0.1.0
 */
export function amiHeader(message: AmiMessage, name: string): string | null {
  const wanted = name.toLowerCase();
  for (const [header, value] of message.headers) if (header.toLowerCase() === wanted) return value;
  return null;
}

/**
 * All values of a header, in order.
 *
 * @stable
 * @since 0.1.0
 */
export function amiHeaders(message: AmiMessage, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return message.headers.filter(([header]) => header.toLowerCase() === wanted).map(([, value]) => value);
}
