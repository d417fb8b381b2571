import type { Plan } from './change-service.ts';
import type { Step } from './change-step.ts';
import type { ChangeControl } from './control.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { messageOf } from './error-message.ts';
import { healthRegressed, outcomeUnknown } from './errors.ts';
import { HealthGate } from './health-gate.ts';
import type { HeldIncidents } from './held-incidents.ts';
import type { RecordedChange } from './journal.ts';
import { outcomeOf, revert } from './revert.ts';
import type { HealthContract } from './rollout.ts';
import type { Saves } from './saves.ts';
import { Steps, type StepNeeds } from './steps.ts';
import { pushUnits, unitsOf, type Unit } from './unit-push.ts';

export interface ExecutionNeeds extends StepNeeds {
  readonly health: ChangeDependencies['health'];
  readonly now: () => Date;
  readonly held: HeldIncidents;
  readonly saves: Saves;
  readonly control: ChangeControl;
  readonly rollout: Plan['rollout'];
  readonly contract: HealthContract;
  /** Ids of the devices that only the ports that these steps change lead to. */
  readonly behind: (steps: readonly Step[]) => readonly string[];
  /** Ids of the devices of the change that a wave with these steps keeps apart from: what is done to one end of a link shows at the other. */
  readonly beside: (steps: readonly Step[]) => readonly string[];
  readonly nameOf: (device: string) => string;
}

/** Between looks at a wave that is to come back by itself. */
const lookAgainMs = 5_000;

/** Does the steps of one change wave by wave, or puts back what was done. */
export class Execution {
  readonly #change: RecordedChange;
  readonly #needs: ExecutionNeeds;
  readonly #steps: Steps;
  /** Why units were put back that the change was allowed to lose. */
  readonly #lost: string[] = [];
  /** Since when the wave is at work; null while the devices are looked at before it. */
  #since: Date | null = null;

  constructor(change: RecordedChange, needs: ExecutionNeeds) {
    this.#change = change;
    this.#needs = needs;
    this.#steps = new Steps(change, needs);
  }

  /** Devices of the wave at work, with since when; all that was touched, once everything is put back. */
  get atWork(): ReadonlyMap<string, Date> {
    const since = this.#since;
    const { state, wave, steps } = this.#change;
    const isAtWork = (step: Step): boolean => (state === 'reverting' ? step.touched : step.wave === wave);
    return new Map(since === null ? [] : steps.filter(isAtWork).map(({ device }) => [device, since]));
  }

  /** Pushes all waves and keeps them, or puts everything back. Throws only when the host closes or its store fails. */
  async run(signal: AbortSignal): Promise<void> {
    const { journal, held, saves, closing } = this.#needs;
    try {
      for (const wave of new Set(this.#change.steps.map((step) => step.wave))) await this.#wave(wave, signal);
      await journal.keep(this.#change, this.#lost.length === 0 ? null : this.#lost.join('; '), saves.wanted(this.#change));
    } catch (error) {
      closing.throwIfAborted();
      // It may be kept: the next start looks, and puts back what is not.
      if (outcomeUnknown.is(error)) throw error;
      this.#since ??= this.#needs.now();
      return revert(this.#change, this.#steps, { journal, held }, messageOf(error));
    }
    await held.tell(this.#change);
  }

  async #wave(wave: number, signal: AbortSignal): Promise<void> {
    const { journal, control, rollout, health, contract, behind, beside, nameOf } = this.#needs;
    // Of a unit that was put back already, nothing more is begun.
    const ofWave = this.#change.steps.filter((step) => step.wave === wave && step.state === 'pending');
    if (ofWave.length === 0) return;
    const units = unitsOf(ofWave);
    const others = beside(ofWave);
    const gate = new HealthGate(health, [...devicesOf(units), ...others], contract, behind(ofWave));
    this.#change.wave = wave;
    this.#since = null;
    await control.proceed(signal);
    await gate.baseline(signal);
    this.#since = this.#needs.now();
    if (this.#change.state !== 'applying') await journal.state(this.#change, 'applying');
    const failures = await pushUnits(units, this.#steps, { atOnce: rollout.atOnce, tolerated: rollout.maxFailures - this.#lost.length, control }, signal);
    await this.#steps.noted();
    await this.#settle(failures);
    const standing = units.filter(({ steps }) => steps.every(({ state }) => state === 'verified'));
    await journal.state(this.#change, 'verifying');
    await control.soak(rollout.soakMs, signal, (leftMs) => this.#steps.tell('', `wave ${wave + 1} of ${this.#change.waves} is left alone for ${Math.ceil(leftMs / 1_000)} s more`));
    // Whose port it was cannot be told from here: all is put back.
    const cutOff = [...await gate.cutOff(signal)].map(([device, lines]) => `${nameOf(device)} is behind what was changed, and is cut off: ${lines.join('; ')}`);
    if (cutOff.length > 0) throw healthRegressed(cutOff.join('; '));
    const worse = await this.#lasting(gate, [...devicesOf(standing), ...others], wave, signal);
    const besides = others.flatMap((device) => (worse.get(device) ?? []).map((line) => `${nameOf(device)}: ${line}`));
    if (besides.length > 0) throw healthRegressed([...new Set(besides)].join('; '));
    await this.#settle(new Map(standing.flatMap((unit) => {
      const lines = unit.steps.flatMap(({ device, deviceName }) => (worse.get(device) ?? []).map((line) => `${deviceName}: ${line}`));
      return lines.length === 0 ? [] : [[unit, healthRegressed([...new Set(lines)].join('; '))] as const];
    })));
    for (const { steps } of standing) for (const step of steps) if (step.state === 'verified') await this.#steps.confirm(step, signal);
  }

  /** What got worse, once it had its time to come back. */
  async #lasting(gate: HealthGate, devices: readonly string[], wave: number, signal: AbortSignal): Promise<ReadonlyMap<string, readonly string[]>> {
    const { control, rollout: { recoveryMs = 0 } } = this.#needs;
    let worse = await gate.regressions(devices, signal);
    for (let left = recoveryMs; worse.size > 0 && left > 0; left -= lookAgainMs) {
      await control.soak(Math.min(left, lookAgainMs), signal, (moment) => this.#steps.tell('', `wave ${wave + 1} of ${this.#change.waves} has ${Math.ceil((left - Math.min(left, lookAgainMs) + moment) / 1_000)} s more to be as well as before`));
      worse = await gate.regressions(devices, signal);
    }
    return worse;
  }

  /** Puts failed units back as long as the change may lose so many; beyond that it fails as a whole. */
  async #settle(failures: ReadonlyMap<Unit, Error>): Promise<void> {
    for (const [{ steps, name }, error] of failures) {
      if (this.#lost.length >= this.#needs.rollout.maxFailures) throw error;
      this.#lost.push(`${name} was put back: ${messageOf(error)}`);
      // Also what it had of earlier waves: a unit goes and falls as a whole.
      const all = this.#change.steps.filter(({ unit }) => unit === steps[0]?.unit);
      await this.#steps.putBack(all);
      if (outcomeOf(all) !== 'reverted-verified') throw error;
    }
  }
}

const devicesOf = (units: readonly Unit[]): readonly string[] => [...new Set(units.flatMap(({ steps }) => steps.map(({ device }: Step) => device)))];
