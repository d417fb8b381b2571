import { Refused } from '@jackfield/sdk';
import type { Lease } from '../plugins/index.ts';
import { sameData } from './canonical.ts';
import type { ChangeProgress } from './change-service.ts';
import { stepTitle, type Step } from './change-step.ts';
import { despiteStore } from './despite-store.ts';
import type { DeviceAccess, TakenBack } from './device-access.ts';
import { differingFields } from './differences.ts';
import { messageOf } from './error-message.ts';
import { baseChanged, leaseLost, notRestored, readBackDiffers } from './errors.ts';
import type { Journal, RecordedChange } from './journal.ts';

export interface StepNeeds {
  readonly journal: Journal;
  readonly access: DeviceAccess;
  readonly leases: ReadonlyMap<string, Lease>;
  /** Throws when a lease has been lost. */
  readonly hold: (lease: Lease, device: string) => Promise<void>;
  readonly person: string;
  readonly onProgress: ((progress: ChangeProgress) => void) | undefined;
  /** Aborts when the host closes: then everything is left as it is, and the journal tells the next start. */
  readonly closing: AbortSignal;
}

/** Does one step after the other, or takes one back; each word of it is in the journal before it is done. */
export class Steps {
  readonly #change: RecordedChange;
  readonly #needs: StepNeeds;
  readonly #refused = new Set<Step>();
  /** Lines of the journal that nobody has waited for yet. */
  readonly #notes: Promise<void>[] = [];
  /** When what is on trial was pushed, by `performance.now()`. */
  readonly #pushedAt = new Map<Step, number>();
  #done = 0;

  constructor(change: RecordedChange, needs: StepNeeds) {
    this.#change = change;
    this.#needs = needs;
  }

  /** Checks the base, pushes, reads back. */
  async push(step: Step, signal: AbortSignal): Promise<void> {
    const { journal, access, person } = this.#needs;
    signal.throwIfAborted();
    this.#progress(step, 'push');
    const now = await access.read(step, person, signal);
    if (!sameData(now, step.before)) throw baseChanged(`${step.deviceName}: ${stepTitle(step)} is not what it was`, { place: { device: step.deviceName } });
    const lease = this.#lease(step);
    await this.#needs.hold(lease, step.deviceName);
    await journal.touch(this.#change, step);
    this.#pushedAt.set(step, performance.now());
    try {
      await access.write(step, lease, person, signal);
      // Written while work goes on: until then the journal says that it may have been done, which is enough.
      this.#note(journal.step(this.#change, step, 'applied'));
      const after = await access.readPatiently(step, person, signal);
      if (!sameData(after, step.after)) throw readBackDiffers(`${step.deviceName}: ${stepTitle(step)} reads back otherwise in ${differingFields(after, step.after)}`, { place: { device: step.deviceName } });
      this.#note(journal.step(this.#change, step, 'verified'));
    } catch (error) {
      step.state = 'failed';
      step.message = messageOf(error);
      if (error instanceof Refused) this.#refused.add(step);
      throw error;
    }
    this.#done += 1;
  }

  /** All that was noted of pushes is on disk; throws what kept it from getting there. */
  async noted(): Promise<void> {
    await Promise.all(this.#notes.splice(0));
  }

  #note(written: Promise<void>): void {
    written.catch(() => undefined);
    this.#notes.push(written);
  }

  /** Keeps what the device holds on trial, where it does, and reads it once more: it may have taken it back just before. */
  async confirm(step: Step, signal: AbortSignal): Promise<void> {
    if (step.trialMs === undefined) return;
    const { access, person } = this.#needs;
    this.#progress(step, 'confirm');
    try {
      await this.#needs.hold(this.#lease(step), step.deviceName);
      await access.confirm(step, this.#lease(step), person, signal);
      const kept = await access.readPatiently(step, person, signal);
      if (!sameData(kept, step.after)) throw readBackDiffers(`${step.deviceName}: ${stepTitle(step)} was confirmed and reads back otherwise`, { place: { device: step.deviceName } });
    } catch (error) {
      step.state = 'failed';
      step.message = messageOf(error);
      throw error;
    }
  }

  /**
   * Puts back, last first, every step that may have written and was not put back before; the others were never touched.
   * `look` reads first and leaves alone what is as it was; but not a device that may be on trial: that would take back what
   * the next change pushes.
   */
  async putBack(steps: readonly Step[], look = false): Promise<void> {
    this.#needs.journal.despiteFullDisk(this.#change);
    for (const step of steps) if (!step.touched) step.state = 'untouched';
    for (const step of steps.filter(({ touched, state }) => touched && !['restored', 'untouched'].includes(state)).toReversed()) {
      this.#progress(step, 'put back');
      const [state, message] = await this.#restore(step, look);
      await despiteStore(() => this.#needs.journal.step(this.#change, step, state, message));
    }
  }

  async #restore(step: Step, look: boolean): Promise<readonly [Step['state'], string | null]> {
    const { access, person, closing } = this.#needs;
    const isBefore = async (): Promise<boolean> => sameData(await access.readPatiently(step, person, closing), step.before);
    const attempt = async <Value>(work: () => Promise<Value>): Promise<Value | Error> => {
      try {
        return await work();
      } catch (error) {
        closing.throwIfAborted();
        return error instanceof Error ? error : new Error(String(error));
      }
    };
    // What the host or the device refused was most likely not written: then there is nothing to put back.
    const refused = this.#refused.has(step);
    if (step.trialMs === undefined && (look || refused || step.commitClass === 'irreversible')) {
      const before = await attempt(isBefore);
      if (before === true) return [refused ? 'untouched' : 'restored', step.message];
      if (step.commitClass === 'irreversible') return ['failed', `cannot be undone; ${before instanceof Error ? before.message : 'the device has changed'}`];
    }
    // A second attempt: the first may have met a device that was still busy with the push. A third where the second did not
    // reach it and a look thereafter did: it is back.
    let problem: Error | null = null;
    let accepted = false;
    let isBackAgain = false;
    for (let tries = 0; tries < 2 || (tries === 2 && isBackAgain); tries += 1) {
      const restored = await attempt(() => this.#holdAndRestore(step));
      if (leaseLost.is(restored)) return ['failed', messageOf(restored)];
      accepted = !(restored instanceof Error);
      const before = await attempt(isBefore);
      if (before === true) return ['restored', step.message];
      isBackAgain = !accepted && before === false;
      accepted &&= before instanceof Error;
      problem = restored instanceof Error ? restored : before instanceof Error ? before : notRestored('it reads back otherwise', { place: { device: step.deviceName } });
    }
    const back = accepted ? null : await attempt(() => this.#takenBack(step));
    if (back === 'by itself') return ['restored', 'the device took it back by itself'];
    if (back === 'by us') return ['restored', step.message];
    return [accepted ? 'restored-unverified' : 'failed', problem === null ? null : messageOf(problem)];
  }

  async #holdAndRestore(step: Step): Promise<void> {
    const { access, hold, person, closing } = this.#needs;
    // A store that is down lets no other change in: the device is put back nevertheless.
    await hold(this.#lease(step), step.deviceName).catch((error: unknown) => {
      if (leaseLost.is(error)) throw error;
    });
    await access.restore(step, this.#lease(step), person, closing);
  }

  /** Cut off by what it has on trial, a device takes it back. After a start nobody knows since when it counts: all of the time. */
  async #takenBack(step: Step): Promise<TakenBack> {
    if (step.trialMs === undefined) return null;
    const { access, person, closing } = this.#needs;
    this.#progress(step, 'wait for the device to take back');
    const passed = performance.now() - (this.#pushedAt.get(step) ?? performance.now());
    return access.takenBack(step, step.trialMs + access.graceMs - passed, () => this.#holdAndRestore(step), person, closing);
  }

  #lease(step: Step): Lease {
    const lease = this.#needs.leases.get(step.device);
    if (lease === undefined) throw new TypeError(`no lease on ${step.deviceName}`);
    return lease;
  }

  /** How far the change is, for who waits for it; `device` is empty where all of a wave is meant. */
  tell(device: string, step: string): void {
    this.#needs.onProgress?.({ change: this.#change.id, done: this.#done, total: this.#change.steps.length, device, step });
  }

  #progress(step: Step, what: string): void {
    this.tell(step.device, `${what} ${stepTitle(step)}`);
  }
}
