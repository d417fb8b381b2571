import { effectOn } from './effect.ts';
import { newHost, unfinished, type Fault, type Host, type ModelChange, type Operation, type Place, type State, type StepState, type Value, type World } from './world.ts';

/** How a patient read ends that fails this often. */
const mostReads = 3;
/** Looks at a device that is to take something back by itself: its time is over before the last of them. */
export const mostLooks = 2;

const kinds = {
  base: 'read', read: 'read', 'read back': 'read', look: 'read', 'read restored': 'read', 'read confirmed': 'read', wait: 'read', 'read again': 'read',
  baseline: 'check', check: 'check', push: 'apply', confirm: 'confirm', restore: 'restore', 'restore again': 'restore', save: 'save',
} as const satisfies Partial<Record<Place, Operation['kind']>>;
const hasKind = (at: Place): at is keyof typeof kinds => Object.hasOwn(kinds, at);

/** What the host asks of a device or its store next. */
export function operationOf({ at, step }: Host): Operation {
  return hasKind(at) ? { kind: kinds[at], device: step } : { kind: 'write-store', device: null };
}

/** Faults that differ in what they leave behind. */
export function faultsOf({ kind, device }: Operation, { cut }: World, { onTrial }: ModelChange): readonly (Fault | null)[] {
  if (device !== null && cut[device] === true) return ['before', 'crash-before'];
  switch (kind) {
    case 'apply':
      return [null, 'before', 'half', 'after', 'lie', 'crash-before', 'crash-half', 'crash-after', ...(onTrial[device ?? -1] === true ? (['armed', 'cut', 'crash-armed', 'crash-cut'] as const) : [])];
    case 'restore':
      return [null, 'before', 'half', 'after', 'lie', 'crash-before', 'crash-half', 'crash-after'];
    // Whoever says that it keeps what it then takes back is found out by looking for drift only.
    case 'confirm':
    case 'save':
    case 'write-store':
      return [null, 'before', 'after', 'crash-before', 'crash-after'];
    default:
      return [null, 'before', 'crash-before'];
  }
}

/** The time of a trial is over: the device has what it had, and whoever it let in before. */
export function endTrial(world: World, device: number): void {
  world.trials[device] = 'none';
  world.devices[device] = 'old';
  world.cut[device] = false;
}

/** The device forgets its trial by restarting: what was pushed is on its disk and stays. */
export function forgetTrial(world: World, device: number): void {
  world.trials[device] = 'forgotten';
}

/** A new host on the same store; null when it finds nothing to do. */
export function restart({ world }: State): State | null {
  const isLeft = unfinished.includes(world.run);
  const isDue = world.unsaved.includes('due');
  if (!isLeft && !isDue && !world.leases.includes(true)) return null;
  return { world, host: { ...newHost(isLeft ? 'recover: release' : isDue ? 'recover: free' : 'recover: clean', world.touched, world.steps), holds: false } };
}

/** What comes of the next operation of a host, done as the fault says. */
export function next(state: State, fault: Fault | null, change: ModelChange): State {
  if (state.host === null) throw new Error('there is no host');
  return new Turn(copyOf(state.world), copyOfHost(state.host), change).take(fault);
}

/** A copy that can be written to. Field by field: some hundred thousand are made. */
export function copyOf(world: World): World {
  const { devices, trials, cut, pushes, leases, run, touched, steps, startups, unsaved } = world;
  return {
    devices: [...devices], trials: [...trials], cut: [...cut], pushes: [...pushes], leases: [...leases], run, touched: [...touched], steps: [...steps], startups: [...startups], unsaved: [...unsaved],
  };
}

function copyOfHost(host: Host): Host {
  return { ...host, touched: [...host.touched], steps: [...host.steps], failed: [...host.failed], unwell: [...host.unwell], queue: [...host.queue] };
}

/** One operation, and all that the host does until the next one. */
class Turn {
  readonly #world: World;
  readonly #host: Host;
  readonly #change: ModelChange;
  #ended = false;

  constructor(world: World, host: Host, change: ModelChange) {
    this.#world = world;
    this.#host = host;
    this.#change = change;
  }

  take(fault: Fault | null): State {
    const isCut = fault?.endsWith('cut') === true;
    const done = fault === null || fault.endsWith('after') || isCut;
    if (done) this.#leave('new', 'old');
    else if (fault.endsWith('armed')) this.#leave('old', 'old');
    else if (fault.endsWith('half')) this.#leave('half', 'half');
    if (isCut) this.#world.cut[this.#host.step] = true;
    if (fault?.startsWith('crash') === true) return { world: this.#world, host: null };
    this.#proceed(fault === null || fault === 'lie');
    return { world: this.#world, host: this.#ended ? null : this.#host };
  }

  #leave(pushed: Value, restored: Value): void {
    effectOn(this.#world, this.#host, this.#change, pushed, restored);
  }

  /** What the host does with the answer. */
  #proceed(isWell: boolean): void {
    const host = this.#host;
    const { step } = host;
    switch (host.at) {
      case 'take':
        return this.#go(isWell ? 'base' : 'give up');
      case 'base':
        // All devices are looked at, so that all that is wrong is told.
        if (!isWell) host.failed.push(step);
        if (step + 1 < this.#change.waves.length) return this.#go('base', step + 1);
        return this.#go(host.failed.length === 0 ? 'begin' : 'withdraw');
      case 'begin':
        return isWell ? this.#wave(0) : this.#go('withdraw');
      case 'baseline': {
        host.unwell[step] = !isWell;
        const following = this.#ofWave(this.#waveOf(step)).find((other) => other > step);
        if (following !== undefined) return this.#go('baseline', following);
        return this.#waveOf(step) === 0 ? this.#push(this.#firstOf(0)) : this.#go('applying', this.#firstOf(this.#waveOf(step)));
      }
      case 'applying':
        return isWell ? this.#push(step) : this.#revert();
      case 'read':
        return isWell ? this.#go('touch', step) : this.#failed(step);
      case 'touch':
        if (!isWell) return this.#failed(step);
        host.touched[step] = true;
        return this.#go('push', step);
      case 'push':
        if (!isWell) return this.#failed(step, 'failed');
        host.steps[step] = 'applied';
        return this.#go('applied', step);
      case 'applied':
        // Nobody waits for what is noted of a push, until the wave is through.
        host.noted &&= isWell;
        return this.#read('read back', step);
      case 'read back':
        return this.#answer(isWell, (value) => {
          if (value !== 'new') return this.#failed(step, 'failed');
          host.steps[step] = 'verified';
          return this.#go('verified', step);
        });
      case 'verified':
        host.noted &&= isWell;
        return this.#pushed(step);
      case 'verifying':
        return isWell ? this.#check(this.#firstOf(this.#waveOf(step))) : this.#revert();
      case 'check':
        if (!isWell && host.unwell[step] !== true) host.failed.push(step);
        return this.#check(step + 1);
      case 'confirm':
        return isWell ? this.#read('read confirmed', step) : this.#unconfirmed(step);
      case 'read confirmed':
        return this.#answer(isWell, (value) => (value === 'new' ? this.#confirm(step, step + 1) : this.#unconfirmed(step)));
      case 'keep':
        // A store that fails to say that it took it has it nevertheless.
        return isWell || this.#world.run === 'kept' ? this.#save(0) : this.#revert();
      case 'save: take':
        return this.#go(isWell ? 'save' : 'save: give up', step);
      case 'save: give up':
        return this.#go('not saved', step);
      case 'save':
        return this.#go(isWell ? 'saved' : 'not saved', step);
      case 'saved':
      case 'not saved':
        // A store that does not take it down has it as it was: the next start saves once more.
        return this.#save(step + 1);
      case 'recover: free':
        return isWell ? this.#save(0) : this.#end();
      case 'reverting':
        return this.#putBack(host.steps.map((_, position) => position), 'end');
      case 'look':
        return this.#answer(isWell, (value) => (value === 'old' ? this.#restored('restored') : this.#go('restore', step)));
      case 'restore':
        host.accepted = isWell;
        return this.#read('read restored', step);
      case 'read restored':
        return this.#answer(isWell, (value) => {
          if (value === 'old') return this.#restored('restored');
          // A device that answers the look and did not take the attempt before is back.
          const isBackAgain = !host.accepted && value !== null;
          host.accepted &&= value === null;
          host.attempts += 1;
          if (host.attempts < 2 || (host.attempts === 2 && isBackAgain)) return this.#go('restore', step);
          if (host.accepted) return this.#restored('restored-unverified');
          return this.#change.onTrial[step] === true ? this.#lookAgain() : this.#restored('failed');
        });
      case 'wait':
        if (!isWell) return this.#lookAgain();
        return this.#world.devices[step] === 'old' ? this.#restored('restored') : this.#go('restore again', step);
      case 'restore again':
        return isWell ? this.#go('read again', step) : this.#lookAgain();
      case 'read again':
        return isWell && this.#world.devices[step] === 'old' ? this.#restored('restored') : this.#lookAgain();
      case 'restored':
        return this.#nextBack();
      case 'recover: release':
        return isWell ? this.#go('recover: take') : this.#end();
      case 'recover: take':
        if (!isWell) return this.#go('give up');
        host.look = true;
        return this.#go('reverting');
      case 'give up':
      case 'withdraw':
      case 'end':
      case 'recover: clean':
        return this.#end();
      default:
        host.at satisfies never;
    }
  }

  #go(at: Place, step = 0): void {
    Object.assign(this.#host, { at, step });
  }

  #end(): void {
    this.#ended = true;
  }

  /** The devices that are still to save, from this one on. */
  #save(from: number): void {
    const { holds } = this.#host;
    const following = this.#world.unsaved.findIndex((unsaved, device) => device >= from && unsaved === 'due');
    if (following >= 0) return this.#go(holds ? 'save' : 'save: take', following);
    return !holds && this.#world.leases.includes(true) ? this.#go('recover: clean') : this.#end();
  }

  #waveOf(step: number): number {
    return this.#change.waves[step] ?? 0;
  }

  #ofWave(wave: number): readonly number[] {
    return this.#change.waves.flatMap((of, position) => (of === wave ? [position] : []));
  }

  #firstOf(wave: number): number {
    return this.#ofWave(wave)[0] ?? 0;
  }

  #wave(wave: number): void {
    if (this.#ofWave(wave).length === 0) return this.#go('keep');
    this.#host.failed = [];
    this.#host.unwell.fill(false);
    return this.#go('baseline', this.#firstOf(wave));
  }

  #push(step: number): void {
    return this.#go('read', step);
  }

  /** After a step that was pushed, or given up: the next of the wave, as long as not too many failed. */
  #pushed(step: number): void {
    const { failed, lost } = this.#host;
    const following = this.#ofWave(this.#waveOf(step)).find((other) => other > step);
    if (following !== undefined && failed.length <= this.#change.maxFailures - lost) return this.#push(following);
    return this.#host.noted ? this.#settle(step, 'verifying') : this.#revert();
  }

  #failed(step: number, state?: StepState): void {
    if (state !== undefined) this.#host.steps[step] = state;
    this.#host.failed.push(step);
    return this.#pushed(step);
  }

  /** Puts failed steps back as long as the change may lose so many. `step`: any of the wave. */
  #settle(step: number, following: Host['following']): void {
    const host = this.#host;
    const lost = host.failed.shift();
    if (lost === undefined) return following === 'verifying' ? this.#go('verifying', step) : this.#confirm(step, this.#firstOf(this.#waveOf(step)));
    if (host.lost >= this.#change.maxFailures) return this.#revert();
    host.lost += 1;
    return this.#putBack([lost], following);
  }

  /** The checks of the steps of the wave that stand, from this one on. */
  #check(from: number): void {
    const { steps, step } = this.#host;
    const following = this.#ofWave(this.#waveOf(step)).find((other) => other >= from && steps[other] === 'verified');
    if (following === undefined) this.#host.unwell.fill(false);
    return following === undefined ? this.#settle(step, 'next wave') : this.#go('check', following);
  }

  /** The steps of the wave that stand and are on trial, from this one on. `step`: any of the wave. */
  #confirm(step: number, from: number): void {
    const following = this.#ofWave(this.#waveOf(step)).find((other) => other >= from && this.#change.onTrial[other] === true && this.#host.steps[other] === 'verified');
    return following === undefined ? this.#wave(this.#waveOf(step) + 1) : this.#go('confirm', following);
  }

  #unconfirmed(step: number): void {
    this.#host.steps[step] = 'failed';
    return this.#revert();
  }

  #revert(): void {
    // Whatever led here plays no part any more.
    Object.assign(this.#host, { failed: [], lost: 0, noted: true, unwell: this.#host.unwell.map(() => false) });
    return this.#go('reverting');
  }

  #putBack(positions: readonly number[], following: Host['following']): void {
    const host = this.#host;
    for (const position of positions) if (host.touched[position] !== true) host.steps[position] = 'untouched';
    host.queue = positions.filter((position) => host.touched[position] === true && !['restored', 'untouched'].includes(host.steps[position] ?? '')).toReversed();
    host.following = following;
    // Where there is nothing to put back, the first of them tells the wave.
    if (host.queue.length === 0) host.step = positions[0] ?? 0;
    return this.#nextBack();
  }

  #nextBack(): void {
    const host = this.#host;
    const following = host.queue.shift();
    // A trial that runs must be ended, whatever the device has.
    if (following !== undefined) return host.look && this.#change.onTrial[following] !== true ? this.#read('look', following) : this.#go('restore', following);
    if (host.following === 'end') return this.#go('end');
    return ['restored', 'untouched'].includes(host.steps[host.step] ?? '') ? this.#settle(host.step, host.following) : this.#revert();
  }

  #restored(state: StepState): void {
    this.#host.steps[this.#host.step] = state;
    // How it came to that plays no part any more.
    Object.assign(this.#host, { attempts: 0, accepted: false, looks: 0 });
    return this.#go('restored', this.#host.step);
  }

  /** Waits for a device to take back by itself what it has on trial. */
  #lookAgain(): void {
    const host = this.#host;
    Object.assign(host, { looks: host.looks + 1, attempts: 0, accepted: false });
    if (host.looks > mostLooks) return this.#restored('failed');
    if (host.looks === mostLooks) for (const [device, trial] of this.#world.trials.entries()) if (trial === 'armed') endTrial(this.#world, device);
    return this.#go('wait', host.step);
  }

  #read(at: Place, step: number): void {
    this.#host.reads = 0;
    return this.#go(at, step);
  }

  /** What a patient read gave: null when the device did not answer, however often it was asked. */
  #answer(isWell: boolean, then: (value: Value | null) => void): void {
    const host = this.#host;
    host.reads += isWell ? 0 : 1;
    if (!isWell && host.reads < mostReads) return;
    host.reads = 0;
    return then(isWell ? (this.#world.devices[host.step] ?? null) : null);
  }
}
