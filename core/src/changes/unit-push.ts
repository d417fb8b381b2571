import { Turnstile } from '@jackfield/sdk/runtime';
import { stepTitle, type Step } from './change-step.ts';
import type { ChangeControl } from './control.ts';
import { dependencyFailed } from './errors.ts';
import type { Steps } from './steps.ts';

/** What goes and falls together: the steps of a device, or of a site, in a wave. */
export interface Unit {
  readonly name: string;
  readonly steps: readonly Step[];
}

export function unitsOf(steps: readonly Step[]): readonly Unit[] {
  return [...Map.groupBy(steps, ({ unit }) => unit).entries()].map(([unit, own]) => {
    const devices = [...new Set(own.map(({ deviceName }) => deviceName))];
    return { name: devices.length === 1 ? (devices[0] ?? unit) : unit, steps: own };
  });
}

export interface UnitPushOptions {
  readonly atOnce: number;
  /** Units that may fail before nothing more is begun. */
  readonly tolerated: number;
  readonly control: ChangeControl;
}

/**
 * Pushes the units of a wave side by side, the steps of each in their order; resolves with those that failed. A step
 * that waits for another holds no place meanwhile, so that those in line never wait for each other.
 */
export async function pushUnits(units: readonly Unit[], steps: Steps, { atOnce, tolerated, control }: UnitPushOptions, signal: AbortSignal): Promise<ReadonlyMap<Unit, Error>> {
  const failures = new Map<Unit, Error>();
  const turnstile = new Turnstile(atOnce);
  /** How each step ended, for those that wait for it. */
  const ends = new Map(units.flatMap((unit) => unit.steps.map(({ position }) => [position, Promise.withResolvers<Error | null>()] as const)));

  const dependency = async (step: Step): Promise<Error | null> => {
    for (const position of step.waitsFor) {
      const failed = await ends.get(position)?.promise;
      if (failed) return dependencyFailed(`${step.deviceName}: ${stepTitle(step)} was not begun: ${failed.message}`, { place: { device: step.deviceName } });
    }
    return null;
  };
  const push = async (step: Step): Promise<void> => {
    const failed = await dependency(step);
    if (failed !== null) throw failed;
    await turnstile.enter();
    try {
      await control.proceed(signal);
      // Enough have failed: what has not begun stays as it is.
      if (failures.size > tolerated) return;
      await steps.push(step, signal);
    } finally {
      turnstile.leave();
    }
  };
  const pushOf = async (unit: Unit, step: Step): Promise<void> => {
    if (failures.has(unit)) return;
    try {
      await push(step);
      ends.get(step.position)?.resolve(null);
    } catch (reason) {
      const error = reason instanceof Error ? reason : new Error(String(reason));
      failures.set(unit, error);
      for (const { position } of unit.steps) ends.get(position)?.resolve(error);
    }
  };
  if (atOnce === 1) for (const [unit, step] of inOrder(units)) await pushOf(unit, step);
  else await Promise.all(units.map(async (unit) => {
    for (const step of unit.steps) await pushOf(unit, step);
  }));
  return failures;
}

/** One at a time means the order of the file, across units. */
function inOrder(units: readonly Unit[]): readonly (readonly [Unit, Step])[] {
  return units.flatMap((unit) => unit.steps.map((step) => [unit, step] as const)).toSorted(([, a], [, b]) => a.position - b.position);
}
