import type { JsonObject } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';
import type { Difference, Plan } from '../changes/index.ts';

/** Why a version was taken. */
export const versionCauses = ['schedule', 'change', 'request'] as const;

/** What a device's configuration was, from when it was first seen so until it was last seen so. */
export interface Version {
  readonly version: number;
  /** Content address: equal configurations have equal ones. */
  readonly hash: string;
  readonly takenAt: string;
  readonly seenAt: string;
  readonly cause: (typeof versionCauses)[number];
  /** Who asked or changed; `jackfield` for the schedule. */
  readonly person: string;
  /** The change it was taken after. */
  readonly change: string | null;
  /** Resources in it. */
  readonly resources: number;
  /** Those that differ from the version before, by title; of the first version kept all. */
  readonly changed: readonly string[];
}

/** One resource in a version, secrets replaced by `«secret»`. */
export interface VersionItem {
  readonly plugin: string;
  readonly pluginVersion: string;
  readonly resource: string;
  readonly key: JsonObject;
  /** Such as `snmp-switch/port Gi1/0/2`. */
  readonly title: string;
  readonly state: JsonObject;
}

export interface VersionContent extends Version {
  readonly items: readonly VersionItem[];
}

/** How one resource differs between two versions. */
export interface ItemDifference {
  readonly title: string;
  /** `added` and `removed`: only one of the versions has it. */
  readonly kind: 'changed' | 'added' | 'removed';
  readonly differences: readonly Difference[];
}

export interface Taken {
  readonly version: Version;
  /** False when the configuration is the one of the version before. */
  readonly fresh: boolean;
  /** Resources that could not be read, as they were in the version before. */
  readonly unread: readonly { readonly title: string; readonly message: string }[];
}

/** A part of a version that a restore leaves as it is. */
export interface LeftOut {
  readonly title: string;
  /** The field; null for all of the resource. */
  readonly path: string | null;
  readonly reason: string;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly label: string;
}

/** The configurations that devices had (design §9). */
export interface HistoryService extends AsyncDisposable {
  /** Begins to read devices on their schedule, and after changes. */
  start(): void;
  /** Reads the configuration of a device now. */
  take(device: string, options: { readonly person: string; readonly onProgress?: (progress: Progress) => void }, signal?: AbortSignal): Promise<Taken>;
  /** Newest first. */
  versions(device: string): Promise<readonly Version[]>;
  version(device: string, version: number): Promise<VersionContent>;
  diff(device: string, from: number, to: number): Promise<readonly ItemDifference[]>;
  /** Plans a change back to a version, on the device or `onto` the one that takes its place; nothing is written to either. */
  restore(options: { readonly device: string; readonly version: number; readonly onto?: string; readonly person: string; readonly onProgress?: (progress: Progress) => void }, signal?: AbortSignal): Promise<{ readonly plan: Plan; readonly leftOut: readonly LeftOut[] }>;
}
export const HistoryService: ServiceIdentifier<HistoryService> = Symbol.for('HistoryService');
