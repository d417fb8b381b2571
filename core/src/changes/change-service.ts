import type { CommitClass, JsonObject } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';
import type { Approval } from './approvals.ts';
import type { HealthContract } from './rollout.ts';
import type { AtRisk } from './at-risk.ts';
import type { BlastRadius } from './who-loses.ts';
import type { Losing } from './losing.ts';
import type { Window } from './window.ts';
import type { OwnWay } from './change-file.ts';

export const changeStates = [
  'planned', 'applying', 'verifying', 'kept', 'reverting', 'reverted-verified', 'reverted-unverified', 'failed-held',
] as const;

export type ChangeState = (typeof changeStates)[number];

/** One field that differs; values of secrets are replaced by `«secret»`. */
export interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What will be done to one resource of one device. */
export interface PlanStep {
  readonly device: string;
  readonly deviceName: string;
  readonly plugin: string;
  readonly pluginVersion: string;
  readonly resource: string;
  readonly key: JsonObject;
  readonly commitClass: CommitClass;
  /** Milliseconds after which the device takes back by itself what nobody confirmed; left out when it does not. */
  readonly trialMs?: number;
  /** From 0. */
  readonly wave: number;
  /** What is put back together with it when a part fails: id of the device, or of its site. */
  readonly unit: string;
  /** Positions of steps of its wave that come before it. */
  readonly waitsFor: readonly number[];
  /** SHA-256 of the state the plan is based on. */
  readonly baseHash: string;
  readonly current: JsonObject;
  readonly wanted: JsonObject;
  readonly differences: readonly Difference[];
}

/** The exact, immutable result of planning. `hash` covers everything else. */
export interface Plan {
  readonly format: 1;
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Steps in the order of application; what equals already is left out. */
  readonly steps: readonly PlanStep[];
  readonly unchanged: number;
  /** How it goes from the first device to the last. */
  readonly rollout: { readonly waves: number; readonly soakMs: number; readonly recoveryMs?: number; readonly maxFailures: number; readonly atOnce: number };
  readonly health: HealthContract;
  /** When it may run; all of them have to be open. */
  readonly windows: readonly Window[];
  /** People other than the author who must approve it. */
  readonly approvals: number;
  readonly blastRadius: {
    readonly devices: readonly string[];
    readonly sites: readonly string[];
    /** Devices at these sites that nobody reaches any more when all that it changes goes at once; in plans of earlier versions those elsewhere too. */
    readonly behind: readonly string[];
    /** All that lose something in figures, with what cannot be known; left out in plans of earlier versions. */
    readonly losing?: Losing;
  };
  /** What is to be thought of before it is applied, such as a port over which the host reaches the very device; left out when nothing is. */
  readonly cautions?: readonly string[];
  /** Ports over which the host reaches the very device, which would not take the change back by itself; left out when there are none. */
  readonly ownWay?: { readonly risk: OwnWay; readonly ways: readonly string[] };
  /** What would keep it from being applied as things stand; left out when nothing would. */
  readonly warnings?: readonly string[];
  readonly hash: string;
}

export interface StepOutcome {
  readonly device: string;
  readonly resource: string;
  readonly key: JsonObject;
  readonly state: 'pending' | 'applied' | 'verified' | 'restored' | 'restored-unverified' | 'failed' | 'untouched';
  readonly message: string | null;
}

/** A device that runs what a change left there, and starts with what it saved before. */
export interface UnsavedDevice {
  readonly device: string;
  readonly deviceName: string;
  readonly plugin: string;
  /** Why it did not save; null while it was not told to. */
  readonly message: string | null;
}

export interface Change {
  readonly id: string;
  readonly title: string;
  readonly person: string;
  readonly state: ChangeState;
  readonly planHash: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly steps: readonly StepOutcome[];
  /** The change this one undoes. */
  readonly undoes: string | null;
  /** The change that undid this one, and was kept. */
  readonly undoneBy: string | null;
  /** Why it was put back; null for one that was kept. */
  readonly message?: string | null;
  /** Devices that are still to save what was kept; left out when there are none. */
  readonly unsaved?: readonly UnsavedDevice[];
  /** The wave that is or was under way, from 0, of so many. */
  readonly wave: number;
  readonly waves: number;
  /** Waits for somebody to let it go on. */
  readonly paused: boolean;
}

/** Who has approved a plan, and how many it takes. */
export interface PlanApprovals {
  readonly plan: string;
  readonly title: string;
  readonly hash: string;
  readonly needed: number;
  readonly given: readonly Approval[];
}

/** A plan that this host made and keeps, so that it can be approved and applied elsewhere than it was made. */
export interface KeptPlan {
  readonly plan: Plan;
  readonly given: readonly Approval[];
  /** The change that it became; null while it waits. */
  readonly change: string | null;
}

/** Who stopped all changes, when and why. */
export interface ChangesStop {
  readonly person: string;
  readonly at: string;
  readonly reason: string;
}

export interface ChangeProgress {
  readonly change: string;
  readonly done: number;
  readonly total: number;
  /** Its id; empty where all of a wave is meant. */
  readonly device: string;
  readonly step: string;
}

/** Which changes: those with a step at the device, and at one of the devices. */
export interface ChangeFilter {
  readonly device?: string;
  readonly devices?: readonly string[];
  /** Those that began before this change. */
  readonly before?: string;
  /** 1,000 unless told. */
  readonly atMost?: number;
}

export interface ChangeService extends AsyncDisposable {
  /** Reads the devices and computes what would change. Nothing is written. `text` is the YAML change file. */
  plan(options: { readonly text: string; readonly file: string; readonly person: string; readonly onProgress?: (progress: ChangeProgress) => void }, signal?: AbortSignal): Promise<Plan>;
  /** Plans that can be applied still, newest first. */
  plans(): Promise<readonly KeptPlan[]>;
  /** A plan by its own id, or by that of the change it became. */
  findPlan(id: string): Promise<KeptPlan | null>;
  /** Who would lose what if all of this went at once, by what is known of the network now. */
  blastRadius(risks: readonly AtRisk[]): BlastRadius;
  /** Says yes to a plan by its hash; the author's own yes is refused. */
  approve(options: { readonly plan: unknown; readonly person: string }): Promise<PlanApprovals>;
  /** `emergency`: why windows are passed over, and approvals of what can be undone; audited. */
  apply(options: { readonly plan: unknown; readonly person: string; readonly emergency?: string; readonly onProgress?: (progress: ChangeProgress) => void }, signal?: AbortSignal): Promise<Change>;
  undo(options: { readonly change: string; readonly person: string; readonly onProgress?: (progress: ChangeProgress) => void }, signal?: AbortSignal): Promise<Change>;
  /** Says a running change to wait, to go on, or to put everything back. */
  control(change: string, word: 'pause' | 'resume' | 'abort', person: string): Promise<Change>;
  /** Has no change begin until it is lifted. Those that run are called off and put back, or with `hold` wait where they are; an undo goes on. */
  stop(options: { readonly person: string; readonly reason: string; readonly hold?: boolean }): Promise<ChangesStop>;
  lift(person: string): Promise<void>;
  /** Null while changes may begin. */
  stopped(): Promise<ChangesStop | null>;
  /** Tells the devices once more to save that did not when the change was kept. */
  save(options: { readonly change: string; readonly person: string; readonly onProgress?: (progress: ChangeProgress) => void }): Promise<Change>;
  /** Devices that changes are at work on, by id, with since when; none of a change that waits for somebody. */
  underWay(): ReadonlyMap<string, Date>;
  /** Newest first. */
  list(filter?: ChangeFilter): Promise<readonly Change[]>;
  find(id: string): Promise<Change | null>;
  /** After a start: finishes or restores what a dead host left half done, and says what it did. */
  recover(): Promise<readonly Change[]>;
}
export const ChangeService: ServiceIdentifier<ChangeService> = Symbol.for('ChangeService');
