import type { ServiceIdentifier } from 'inversify';
import type { ErrorReport } from '../control/index.ts';
import type { DiscoveryProblem } from '../events/index.ts';

export interface DiscoveryProgress {
  readonly site: string;
  readonly stage: 'sweep' | 'identify';
  readonly done: number;
  readonly total: number;
  readonly found: number;
}

export interface DiscoveryReport {
  readonly sites: readonly string[];
  readonly addresses: number;
  /** Addresses that answered an echo or anything else; devices that are named or known are looked at beside the networks. */
  readonly alive: number;
  readonly fingerprinted: number;
  readonly devices: readonly string[];
  readonly added: readonly string[];
  readonly unmatched: readonly string[];
  readonly problems: readonly DiscoveryProblem[];
  readonly elapsedMs: number;
}

/** Where to look: everywhere, at one site, or in a network (or at an address) within one of its networks. */
export interface DiscoveryPlace {
  readonly site?: string;
  readonly network?: string;
}

/** How far one site is, and what it gave so far. */
export interface SiteRun {
  readonly site: string;
  readonly stage: 'waiting' | DiscoveryProgress['stage'] | 'done';
  /** Of the stage. */
  readonly done: number;
  readonly total: number;
  /** Addresses of its networks that are asked. */
  readonly addresses: number;
  readonly answered: number;
  /** Ids of what was found, and of those that were not known before. */
  readonly devices: readonly string[];
  readonly added: readonly string[];
  /** Known devices of which it found other facts than before. */
  readonly changed: readonly { readonly device: string; readonly fields: readonly string[] }[];
  /** Known devices that were looked for and not found. */
  readonly missing: readonly string[];
  /** Addresses where something answers that no plugin takes for its own. */
  readonly unmatched: readonly string[];
  readonly problems: readonly DiscoveryProblem[];
}

/** One discovery, as it goes and what became of it. */
export interface DiscoveryRun {
  readonly id: string;
  readonly person: string;
  /** Null for everywhere. */
  readonly site: string | null;
  /** Null for all networks. */
  readonly network: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** `ended`: somebody ended it before its time. */
  readonly state: 'running' | 'done' | 'ended' | 'failed';
  /** Why it failed. */
  readonly error: ErrorReport | null;
  readonly sites: readonly SiteRun[];
}

/** Sweep → fingerprint → match → identify → inspect → merge (design §7). */
export interface DiscoveryService extends AsyncDisposable {
  /** One run at a time; a second caller gets the running one's report. */
  run(options: DiscoveryPlace & { readonly person?: string; readonly onProgress?: (progress: DiscoveryProgress) => void }, signal?: AbortSignal): Promise<DiscoveryReport>;
  /** As `run`, for those who come back for the outcome: the run that was begun, or that runs already and covers what is asked. */
  begin(options: DiscoveryPlace & { readonly person: string }): Promise<DiscoveryRun>;
  /** Those of this start of the host, newest first. */
  runs(): readonly DiscoveryRun[];
  /** Ends a run before its time; what it found stays. */
  end(id: string): Promise<DiscoveryRun>;
  /** Looks again at devices known: after a change, what is shown of them must be what they have now. */
  lookAgain(devices: Iterable<string>, signal?: AbortSignal): Promise<void>;
}
export const DiscoveryService: ServiceIdentifier<DiscoveryService> = Symbol.for('DiscoveryService');
