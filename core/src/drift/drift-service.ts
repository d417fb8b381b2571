import type { JsonObject } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';
import type { Difference, Plan } from '../changes/index.ts';

/** `pending`: not compared since it was pushed. `unknown`: it could not be compared, which says nothing about it. */
export const driftStates = ['equal', 'drifting', 'unknown', 'pending'] as const;

/** One resource that was pushed, and how the device stands to it. */
export interface Drift {
  readonly device: string;
  readonly deviceName: string;
  readonly site: string;
  readonly plugin: string;
  readonly resource: string;
  readonly key: JsonObject;
  /** Such as `snmp-switch/port Gi1/0/2`. */
  readonly title: string;
  readonly state: (typeof driftStates)[number];
  /** The change that pushed it. */
  readonly change: string;
  readonly changeTitle: string;
  readonly person: string;
  readonly pushedAt: string;
  /** Who took what the device had as what it is to have. */
  readonly accepted: { readonly person: string; readonly at: string } | null;
  readonly checkedAt: string | null;
  /** When it was last seen to be as intended. */
  readonly equalAt: string;
  /** When it was first seen to drift; stays while the device does not answer. */
  readonly since: string | null;
  /** From what the device has to what it is to have, secrets replaced. */
  readonly differences: readonly Difference[];
  /** Why it could not be compared. */
  readonly message: string | null;
}

/** Which resources are meant. */
export interface DriftFilter {
  readonly device?: string;
  readonly site?: string;
  /** A title, or its beginning up to the instance: `snmp-switch/port`. */
  readonly resource?: string;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly label: string;
}

interface Asked {
  readonly filter: DriftFilter;
  readonly person: string;
  readonly onProgress?: (progress: Progress) => void;
}

/** Compares what was last pushed with what the devices have (design §9). */
export interface DriftService extends AsyncDisposable {
  /** Begins to compare devices on their schedule, and after changes. */
  start(): void;
  /** As it was when last compared. */
  list(filter?: DriftFilter): Promise<readonly Drift[]>;
  /** Reads the devices now. */
  check(asked: Asked, signal?: AbortSignal): Promise<readonly Drift[]>;
  /** Plans to push again what drifts; nothing is written to any device. */
  replan(asked: Asked, signal?: AbortSignal): Promise<Plan>;
  /** From now on what the devices have is what they are to have; what was accepted. */
  accept(asked: Asked, signal?: AbortSignal): Promise<readonly Drift[]>;
}
export const DriftService: ServiceIdentifier<DriftService> = Symbol.for('DriftService');
