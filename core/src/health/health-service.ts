import type { Item, Metric, Restore, State } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';

/** The last known outcome of one check on one device. */
export interface CheckStatus {
  readonly device: string;
  readonly plugin: string;
  readonly check: string;
  readonly title: string;
  /** `pending` before the first result. */
  readonly state: State | 'pending';
  /** A soft state is one that has not been confirmed by repeats yet. */
  readonly hard: boolean;
  /** Changes too often to be told each time: its incident stays open until it calms down. */
  readonly flapping?: boolean;
  readonly attempt: number;
  readonly summary: string;
  readonly items: readonly Item[];
  readonly metrics: readonly Metric[];
  readonly since: string | null;
  readonly lastRun: string | null;
  readonly nextRun: string | null;
  readonly elapsedMs: number | null;
  /** Outcome or error code when the check could not look; null otherwise. */
  readonly code: string | null;
  /** File, line and column when a file is to be mended; else empty. */
  readonly where: string;
  /** What to do next when the check could not look; else empty. */
  readonly hint: string;
  /** Data of machines that can be got back from the device; left out by checks that look for none. */
  readonly restores?: readonly Restore[];
}

export const incidentStatuses = ['open', 'acknowledged', 'resolved'] as const;

export interface Incident {
  readonly id: string;
  readonly device: string;
  readonly plugin: string;
  readonly check: string;
  readonly item: string | null;
  readonly state: State;
  readonly summary: string;
  readonly status: (typeof incidentStatuses)[number];
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  /** The last time that somebody said they look after it; left out when nobody did. */
  readonly acknowledged?: Acknowledgement;
}

export interface Acknowledgement {
  readonly by: string;
  readonly at: string;
  /** When it lapses, and the incident is open again; null: not before it is resolved. */
  readonly until: string | null;
}

/** What an incident of the host's own is about: no check sees it. */
export interface HostSubject {
  readonly device: string;
  /** Such as `drift snmp-switch/port Gi1`: at most one is open per device and this. */
  readonly about: string;
}

export interface ScheduleStatus {
  readonly scheduled: number;
  readonly inFlight: number;
  readonly runs: number;
  /** Cycles left out because the one before was still running. */
  readonly skipped: number;
  /** Milliseconds between due and start. */
  /** Metric values left out: not declared in the manifest, not a number, or of one series too many. */
  readonly droppedMetrics: number;
  /** Writes of results that the store refused; what they said is in memory only. */
  readonly unsaved: number;
  readonly lagMs: { readonly p50: number; readonly p95: number; readonly max: number };
}

/** Which checks of a device to run now; all of them when nothing is said. */
export interface CheckNowOptions {
  readonly check?: string;
  /** Of one plugin only: two may call a check alike. */
  readonly plugin?: string;
  /** Only those that are due at least this often (milliseconds): rare checks are slow ones and see no sudden change. */
  readonly atLeastEvery?: number;
}

export interface StandingCheck {
  readonly device: string;
  readonly site: string;
  readonly state: CheckStatus['state'];
}

/** Which incidents: those that all of it fits. */
export interface IncidentFilter {
  readonly ids?: readonly string[];
  readonly status?: Incident['status'];
  readonly device?: string;
  readonly devices?: readonly string[];
}

/** Schedules checks, keeps states, opens and resolves incidents (design §8). */
export interface HealthService extends AsyncDisposable {
  start(): Promise<void>;
  /** Runs the checks of a device now, due or not. */
  checkNow(device: string, options?: CheckNowOptions, signal?: AbortSignal): Promise<readonly CheckStatus[]>;
  statuses(filter?: { readonly device?: string; readonly site?: string }): readonly CheckStatus[];
  /** How every check stands, without what it said: cheap, for what counts over all devices, or shows how each stands. */
  states(filter?: { readonly device?: string }): readonly StandingCheck[];
  /** Newest first: all that are not resolved, of the resolved the newest 1,000, and all that `ids` names. */
  incidents(filter?: IncidentFilter): Promise<readonly Incident[]>;
  /** `until`: epoch milliseconds after which it is open again, unless it is resolved by then. */
  acknowledge(incident: string, person: string, until?: number): Promise<void>;
  /** Opens an incident of the host's own, or says anew what the open one is about. */
  report(subject: HostSubject, finding: { readonly state: State; readonly summary: string }): Promise<void>;
  /** Resolves it, if it is open. */
  resolve(subject: HostSubject): Promise<void>;
  schedule(): ScheduleStatus;
  /** Samples of one series, oldest first; `rollup` averages of an hour for long spans. */
  samples(series: { readonly device: string; readonly metric: string; readonly item?: string }, from: Date, to: Date): Promise<readonly { readonly at: number; readonly value: number }[]>;
}
export const HealthService: ServiceIdentifier<HealthService> = Symbol.for('HealthService');
