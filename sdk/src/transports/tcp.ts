export interface TcpExchangeOptions {
  /** Sent after the connection stands; nothing when left out. */
  readonly send?: Uint8Array;
  /** Stop reading when the bytes so far end with these; else at close or `idleMs`. */
  readonly until?: string;
  /** Milliseconds of silence that end reading. Default 1,000. */
  readonly idleMs?: number;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
}

export interface Tcp {
  /** Connects to a port of the manifest's `tcp.ports`, sends, reads, closes. */
  exchange(port: number, options?: TcpExchangeOptions): Promise<Uint8Array>;
}
