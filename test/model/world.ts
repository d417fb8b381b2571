/** What a device has: what it had, a part of what was pushed, or all of it. */
export type Value = 'old' | 'half' | 'new';
export type RunState = 'applying' | 'verifying' | 'kept' | 'reverting' | 'reverted-verified' | 'reverted-unverified' | 'failed-held';
export type StepState = 'pending' | 'applied' | 'verified' | 'restored' | 'restored-unverified' | 'failed' | 'untouched';

/** Whether the device takes back by itself what was pushed: not, or until it is confirmed; a device that restarts forgets it. */
export type TrialState = 'none' | 'armed' | 'confirmed' | 'forgotten';

/** Whether the store knows of a device that is still to save: not, or until it is told to, or until somebody asks again. */
export type UnsavedState = 'no' | 'due' | 'failed';

/** What outlives the host: devices and store. Step i writes to device i. */
export interface World {
  devices: Value[];
  trials: TrialState[];
  /** Devices that what was pushed cut off: nobody reaches them until they take it back. */
  cut: boolean[];
  /** How often each step was pushed. */
  pushes: number[];
  leases: boolean[];
  run: RunState | null;
  touched: boolean[];
  steps: StepState[];
  /** What each device has after a restart. */
  startups: Value[];
  unsaved: UnsavedState[];
}

/** What the host has in memory, and what it does next. */
export interface Host {
  at: Place;
  /** The step that it is about. */
  step: number;
  touched: boolean[];
  steps: StepState[];
  /** Steps that failed in this wave, or whose device got worse, in their order. */
  failed: number[];
  /** Whether the store took all that was noted of pushes. */
  noted: boolean;
  /** Steps that the change was allowed to lose. */
  lost: number;
  /** Devices whose checks could not run before the push: that they cannot afterwards is no news. */
  unwell: boolean[];
  /** Steps still to be put back, the next one first. */
  queue: number[];
  /** Whether each device is read before it is put back. */
  look: boolean;
  /** Reads of one device that failed so far. */
  reads: number;
  /** Attempts to put one device back so far, and whether the device took the last. */
  attempts: number;
  accepted: boolean;
  /** Looks at a device so far that is to take something back by itself. */
  looks: number;
  /** Whether it holds the device that is to save; after a start it has to take it. */
  holds: boolean;
  /** What comes when the queue is empty. */
  following: 'end' | 'verifying' | 'next wave';
}

export type Place =
  | 'take' | 'give up' | 'base' | 'begin' | 'withdraw' | 'baseline' | 'applying'
  | 'read' | 'touch' | 'push' | 'applied' | 'read back' | 'verified'
  | 'verifying' | 'check' | 'confirm' | 'read confirmed' | 'keep'
  | 'reverting' | 'look' | 'restore' | 'read restored' | 'wait' | 'restore again' | 'read again' | 'restored' | 'end'
  | 'save: take' | 'save: give up' | 'save' | 'saved' | 'not saved' | 'recover: free'
  | 'recover: release' | 'recover: take' | 'recover: clean';

/** The host is null when it is dead or has nothing more to do. */
export interface State {
  readonly world: World;
  readonly host: Host | null;
}

/** A change of one step a device. */
export interface ModelChange {
  /** The wave of each step. */
  readonly waves: readonly number[];
  readonly maxFailures: number;
  /** Whether each step is on trial until it is confirmed. */
  readonly onTrial: readonly boolean[];
  /** Whether each device is to save what is kept. */
  readonly saves: readonly boolean[];
}

/** `armed`: the trial began and nothing else; `cut`: all was done, and nobody reaches the device any more. */
export type Fault = 'before' | 'armed' | 'half' | 'after' | 'cut' | 'lie' | 'crash-before' | 'crash-armed' | 'crash-half' | 'crash-after' | 'crash-cut';

export interface Operation {
  readonly kind: 'read' | 'check' | 'apply' | 'confirm' | 'restore' | 'save' | 'write-store';
  /** The device, null for the store. */
  readonly device: number | null;
}

export const unfinished: readonly (RunState | null)[] = ['applying', 'verifying', 'reverting'];

export function begin({ waves }: ModelChange): State {
  const all = <Item>(item: Item): Item[] => waves.map(() => item);
  return {
    world: { devices: all('old'), trials: all('none'), cut: all(false), pushes: all(0), leases: all(false), run: null, touched: all(false), steps: all('pending'), startups: all('old'), unsaved: all('no') },
    host: newHost('take', all(false), all('pending')),
  };
}

export function newHost(at: Place, touched: boolean[], steps: StepState[]): Host {
  return {
    at, step: 0, touched: [...touched], steps: [...steps], failed: [], noted: true, lost: 0, unwell: steps.map(() => false), queue: [], look: false, reads: 0, attempts: 0, accepted: false, looks: 0, holds: true, following: 'end',
  };
}
