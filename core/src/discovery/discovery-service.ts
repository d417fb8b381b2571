import type { ServiceIdentifier } from 'inversify';
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

/** Sweep → fingerprint → match → identify → inspect → merge (design §7). */
export interface DiscoveryService {
  /** One run at a time; a second caller gets the running one's report. */
  run(options: { readonly site?: string; readonly onProgress?: (progress: DiscoveryProgress) => void }, signal?: AbortSignal): Promise<DiscoveryReport>;
  /** Looks again at devices known: after a change, what is shown of them must be what they have now. */
  lookAgain(devices: Iterable<string>, signal?: AbortSignal): Promise<void>;
}
export const DiscoveryService: ServiceIdentifier<DiscoveryService> = Symbol.for('DiscoveryService');
