import type { State } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';
import type { Plan } from '../changes/index.ts';
import type { LeftOut, Progress } from '../history/index.ts';

/** A good copy of lost data, and how a person gets it back. */
export interface RestorableCopy {
  /** The device that keeps it. */
  readonly deviceName: string;
  readonly site: string;
  /** Null when there is no good one. */
  readonly copiedAt: string | null;
  /** To be run there; empty when there is no good one. */
  readonly command: string;
}

/** `data` is done by people, who say so; the host sees itself whether the others are. */
export const stepKinds = ['replacement', 'configuration', 'data', 'checks'] as const;

export interface RecoveryStep {
  readonly kind: (typeof stepKinds)[number];
  /** What data is restored; the kind for the others. */
  readonly name: string;
  readonly done: boolean;
  /** How it stands. */
  readonly summary: string;
  /** Who did it, and when; null while it is open. */
  readonly person: string | null;
  readonly at: string | null;
  /** Of `data`: the newest first, over all devices that keep any. */
  readonly copies: readonly RestorableCopy[];
}

/** A device that was lost, and how far its replacement is. */
export interface Recovery {
  readonly device: string;
  readonly deviceName: string;
  /** What takes its place; the device itself when it has kept its identity. */
  readonly replacement: string;
  readonly replacementName: string;
  /** The remembered configuration that is put there. */
  readonly version: number;
  readonly versionSeenAt: string;
  /** Null for a look ahead: nothing was begun. */
  readonly begun: { readonly person: string; readonly at: string } | null;
  readonly steps: readonly RecoveryStep[];
  /** What the last plan could not put there: secrets above all. */
  readonly leftOut: readonly LeftOut[];
  /** What is to be thought of. */
  readonly cautions: readonly string[];
}

/** How surely what is lost at a site could be got back, as checks tell that their manifests declare to be of that. */
export interface SiteScore {
  readonly site: string;
  /** 0 to 100: the mean of the parts; null when no check of the site tells. */
  readonly score: number | null;
  readonly parts: readonly {
    readonly deviceName: string;
    readonly check: string;
    readonly title: string;
    readonly state: State | 'pending';
    readonly summary: string;
    /** 0 to 100: the mean of its items; a warning is half, unknown is nothing. */
    readonly share: number;
  }[];
}

/** Guides people through replacing a lost device; it plans, and never writes to one. */
export interface RecoveryService {
  /** Id of the lost device that a name, an address or an id means: of a device and its replacement that share it, the device. Null for none, or several. */
  meant(asked: string): Promise<string | null>;
  /** How far it is; what would be done, when none was begun. */
  find(device: string): Promise<Recovery>;
  /** Begins one, in place of an earlier one. `onto`: the replacement. `at`: restores what the device had then, ISO 8601; else what it had last. */
  begin(options: { readonly device: string; readonly onto: string | null; readonly at: string | null; readonly person: string }): Promise<Recovery>;
  /** Plans the remembered configuration against the replacement; a plan like any other. */
  plan(options: { readonly device: string; readonly person: string; readonly onProgress?: (progress: Progress) => void }, signal?: AbortSignal): Promise<{ readonly plan: Plan; readonly leftOut: readonly LeftOut[] }>;
  /** Of one site, or of each. */
  scores(site: string | null): readonly SiteScore[];
  /** A person says that data was restored. */
  done(options: { readonly device: string; readonly step: string; readonly person: string }): Promise<Recovery>;
}
export const RecoveryService: ServiceIdentifier<RecoveryService> = Symbol.for('RecoveryService');
