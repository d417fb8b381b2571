/**
 * Whom to ask, and how.
 *
 * @stable
 * @since 0.1.0
 */
export interface SipOptions {
  /** Address or name of another end than the device, such as that of a trunk: one of the site's networks, or of the place's `transports.sip.peers`. */
  readonly peer?: string;
  /** Default 5060. */
  readonly port?: number;
  /** Default `udp`. */
  readonly protocol?: 'udp' | 'tcp';
  /** Milliseconds for the whole operation; never more than the call has left. Left out, what the place's `transports.sip.timeoutMs` says (5 s). */
  readonly timeoutMs?: number;
}

/**
 * What came of an OPTIONS request. That nobody answered is an answer too, not an error.
 *
 * @stable
 * @since 0.1.0
 */
export interface SipAnswer {
  /** Of the final response; null when none came. Any of them says that a SIP server is there: 401, 404 and 407 too. */
  readonly status: number | null;
  /** The reason phrase of the response; why there is none, in words, when none came. */
  readonly reason: string;
  /** Milliseconds from the first request to the final response; null when none came. */
  readonly rttMs: number | null;
  /** Requests that went out: more than one where answers were lost. */
  readonly sent: number;
  /** What the server says it is (`Server` or `User-Agent`); null when it does not. */
  readonly server: string | null;
}

/**
 * SIP (RFC 3261), as far as it shows whether somebody is there: one OPTIONS request outside of any call.
 *
 * @stable
 * @since 0.1.0
 */
export interface Sip {
  /** Asks the device, or a peer, what it can do; over UDP again and again until something final comes. */
  options(options?: SipOptions): Promise<SipAnswer>;
}
