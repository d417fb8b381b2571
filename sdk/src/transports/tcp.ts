/**
 * What is sent, and when to stop reading.
 *
 * @stable
 * @since 0.1.0
 */
export interface TcpExchangeOptions {
  /**
   * Sends the login that the manifest's `tcp.logins` has for the port first. Name and password are filled in by the host:
   * they never come here, and where the device repeats the password there is a placeholder. What the device answers to
   * the login stands before the rest. A place without credentials for the port is an error.
   */
  readonly login?: boolean;
  /** Sent after the connection stands, and the login; nothing when left out. */
  readonly send?: Uint8Array;
  /** Stop reading when the bytes so far end with these; else at close or `idleMs`. */
  readonly until?: string;
  /** Milliseconds of silence that end reading. Default 1,000. */
  readonly idleMs?: number;
  /** Reading stops at so many bytes. Default 1 MiB, at most 16 MiB. */
  readonly maxBytes?: number;
  /** Milliseconds for the whole operation; never more than the call has left. Left out, what the place's `transports.tcp.timeoutMs` says (10 s) for an operation that reads, what the call has left for one that writes. */
  readonly timeoutMs?: number;
}

/**
 * Bytes to and from ports of the device: for protocols that have no transport of their own.
 *
 * @stable
 * @since 0.1.0
 */
export interface Tcp {
  /** Connects to a port of the manifest's `tcp.ports`, sends, reads, closes. `Refused` for other ports, `Unreachable` when nobody listens. */
  exchange(port: number, options?: TcpExchangeOptions): Promise<Uint8Array>;
}
