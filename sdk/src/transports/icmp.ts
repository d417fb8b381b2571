export interface PingResult {
  readonly sent: number;
  readonly received: number;
  /** Milliseconds; null when nothing came back. */
  readonly rttMs: { readonly min: number; readonly average: number; readonly max: number } | null;
}

export interface Icmp {
  /** Echo requests to the device's address. Default 3, at most 20. */
  ping(options?: { readonly count?: number; readonly timeoutMs?: number }): Promise<PingResult>;
}
