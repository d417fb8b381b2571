import type { Json } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';

export const rolloutStates = ['running', 'paused', 'stopped', 'undoing', 'aborted', 'done'] as const;
export const rolloutSiteStates = ['waiting', 'written', 'healthy', 'worse', 'put-back'] as const;

export interface Troubles {
  readonly critical: number;
  readonly warning: number;
  readonly unknown: number;
}

export interface RolloutSite {
  readonly site: string;
  readonly state: (typeof rolloutSiteStates)[number];
  /** When it was written. */
  readonly at: string | null;
  /** How its checks stood just before, and when they were looked at last. */
  readonly before: Troubles | null;
  readonly now: Troubles | null;
}

/** Keys that are set site by site, wave after wave, as long as the checks of the sites get no worse. */
export interface Rollout {
  readonly id: string;
  readonly title: string;
  readonly person: string;
  readonly begun: string;
  readonly ended: string | null;
  readonly state: (typeof rolloutStates)[number];
  /** Why it stopped, what keeps its undo, or what that left as it is. */
  readonly why: string | null;
  readonly set: readonly { readonly key: string; readonly value: Json }[];
  readonly unset: readonly string[];
  readonly soakMs: number;
  /** The one that is under way, from 0. */
  readonly wave: number;
  readonly waves: readonly (readonly RolloutSite[])[];
}

export interface RolloutOrder extends Pick<Rollout, 'title' | 'person' | 'set' | 'unset' | 'soakMs'> {
  /** Sites by wave: the first is the canary. */
  readonly waves: readonly (readonly string[])[];
}

export const rolloutWords = ['pause', 'resume', 'abort', 'undo'] as const;
export type RolloutWord = (typeof rolloutWords)[number];

export interface RolloutService extends AsyncDisposable {
  /** Goes on with those that were under way. */
  start(): void;
  /** Newest first. */
  list(): Promise<readonly Rollout[]>;
  find(id: string): Promise<Rollout | null>;
  /** Writes the first wave; throws what is wrong with it, and then nothing has begun. */
  begin(order: RolloutOrder): Promise<Rollout>;
  /**
   * `pause` writes no further site · `resume` goes on; what is bad by then counts as known · `abort` ends it with the sites as they are ·
   * `undo` ends it and puts back what each written site said before, but for what somebody changed since. What cannot be written is
   * tried again until it is, after a restart too; `abort` ends that.
   */
  control(id: string, word: RolloutWord, person: string): Promise<Rollout>;
  /** One step of each that runs: what the clock does again and again. It does nothing while one is under way. */
  advance(): Promise<void>;
}
export const RolloutService: ServiceIdentifier<RolloutService> = Symbol.for('RolloutService');
