import type { ServiceIdentifier } from 'inversify';
import type { Operation } from './operations.ts';
import type { TransportSettings } from './settings.ts';
import type { TrapPlace } from './snmp/traps/trap-messages.ts';
import type { TrapKeeper, TrapReception } from './snmp/traps/trap-reception.ts';

/** Where an operation goes. Built by the host from its own tables; plugins never see one. */
export interface Target {
  /** Device id, or the bare address while it is not a device yet: the key of pools, budgets and adaptive sizes. */
  readonly key: string;
  readonly site: string;
  readonly address: string;
  readonly settings: TransportSettings;
}

export interface TransportRequest {
  readonly target: Target;
  readonly operation: Operation;
  /** Milliseconds this operation may take, queueing included. */
  readonly timeoutMs: number;
}

/** Counters of one transport thread. */
export interface TransportStatus {
  readonly thread: string;
  readonly operations: number;
  readonly failures: number;
  readonly inFlight: number;
  readonly restarts: number;
  /** What the last SSH logins took, connection and all; zero where there was none. */
  readonly sshLoginMs: { readonly p50: number; readonly p95: number; readonly max: number };
}

/** An SSH host key the host has seen: recorded at first use, or waiting for a yes there; blocking when it changes. */
export interface KnownHostKey {
  readonly address: string;
  readonly port: number;
  readonly fingerprint: string;
  readonly firstSeen: string;
  /** `asked`: the first one, which waits for a yes. */
  readonly status: 'accepted' | 'changed' | 'asked';
  /** The key that a yes would take, while `changed` or `asked`. */
  readonly offered: string | null;
  /** When that key was seen first. */
  readonly offeredAt?: string | null;
  /** What somebody said last, of which key. */
  readonly decision?: (HostKeyDecision & { readonly at: string; readonly verdict: 'accepted' | 'refused' }) | null;
}

export interface HostKeyDecision {
  readonly person: string;
  readonly comment: string;
  /** The key that is meant: another one that is offered by then is not decided on. */
  readonly fingerprint: string;
}

export interface SweepOptions {
  readonly timeoutMs: number;
  readonly onAlive?: (address: string, rttMs: number) => void;
}

/**
 * The transport threads, seen from the main thread. Failures are the SDK's outcome errors with `data.layer`
 * (`queue`, `connect`, `login`, `request`, `thread`) and `data.elapsedMs`.
 */
export interface Transports extends AsyncDisposable {
  /**
   * The result as JSON text, in the wire form of `@jackfield/sdk/runtime`: the broker hands it on without parsing.
   * `onPiece` gets pieces of output of operations with `stream: true` as they come.
   */
  perform(request: TransportRequest, signal?: AbortSignal, onPiece?: (piece: string) => void): Promise<string>;
  /** Events of a subscription (`ami.events`, `snmp.traps`), as JSON texts, until the signal aborts. */
  subscribe(request: TransportRequest, signal: AbortSignal): AsyncIterable<string>;
  /** Opens the port where devices send traps. What is kept goes to those who subscribe to the device's `snmp.traps`. */
  receiveTraps(listen: TrapPlace, keeper: TrapKeeper): TrapReception;
  /** What is asked of a device (its `key`) from now on goes over connections made anew; what runs on the old ones ends there. */
  renew(device: string): Promise<void>;
  /** Echo requests to many addresses at once: those that answered, with their round trip in milliseconds; `onAlive` hears of each as it answers. */
  sweep(addresses: readonly string[], options: SweepOptions, signal?: AbortSignal): Promise<ReadonlyMap<string, number>>;
  status(): readonly TransportStatus[];
  hostKeys(): Promise<readonly KnownHostKey[]>;
  /** A person accepts the key now offered. */
  acceptHostKey(address: string, port: number, decision?: HostKeyDecision): Promise<void>;
  /** A person says that the key now offered is not to be trusted: it stays without a login, and waits for nobody. */
  refuseHostKey(address: string, port: number, decision: HostKeyDecision): Promise<void>;
  /** The texts with a placeholder for each secret of the credentials, however it is spelled in them. Done where the secrets are. */
  redact(texts: readonly string[]): Promise<readonly string[]>;
  /** Credentials are read anew from their files (after a reload or `vault set`). An error for each entry whose secret is not there. */
  reloadCredentials(): Promise<readonly Error[]>;
}
export const Transports: ServiceIdentifier<Transports> = Symbol.for('Transports');
