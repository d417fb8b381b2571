/**
 * What came of echo requests. Nothing came back: an answer too, not an error.
 *
 * @stable
 * @since 0.1.0
 */
export interface PingResult {
  /** Requests that went out. */
  readonly sent: number;
  /** Answers that came back in time. */
  readonly received: number;
  /** Milliseconds; null when nothing came back. */
  readonly rttMs: { readonly min: number; readonly average: number; readonly max: number } | null;
}

/**
 * Echo requests.
 *
 * @stable
 * @since 0.1.0
 */
export interface Icmp {
  /** Echo requests to the device's address. Default 3, at most 20. */
  ping(options?: { readonly count?: number; readonly timeoutMs?: number }): Promise<PingResult>;
}
