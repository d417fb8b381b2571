import type { InstalledPlugin } from '../plugins/index.ts';
import type { Apart } from './apart.ts';

/** A step as far as it decides when it may be pushed. */
export interface TurnStep {
  readonly device: string;
  readonly unit: string;
  readonly wave: number;
  /** It may cut the way to its device: no other such step of the device is in its wave. */
  readonly isApart: boolean;
  /** Positions of earlier steps that come before it. */
  readonly waitsFor: readonly number[];
}

/**
 * The wave of each step, from 0: those given, split so that nothing shares a wave that must be apart. The steps of a device stay
 * in their order; with `inOrder` those of all devices do.
 */
export function intoTurns(steps: readonly TurnStep[], { apart, inOrder }: { readonly apart: Pick<Apart, 'from'>; readonly inOrder: boolean }): readonly number[] {
  const turns: number[] = [];
  for (const [wave, positions] of Map.groupBy(steps.keys(), (position) => steps[position]?.wave ?? 0)) {
    const ofDevice = new Map<string, { last: number; cut: number; unit: string }>();
    let latest = 0;
    for (const position of positions) {
      const step = steps[position];
      if (step === undefined) continue;
      const own = ofDevice.get(step.device) ?? { last: 0, cut: -1, unit: step.unit };
      const others = [...apart.from(step.device)].flatMap((other) => ofDevice.get(other) ?? []).filter(({ unit }) => unit !== step.unit);
      const waited = step.waitsFor.flatMap((before) => (steps[before]?.wave === wave ? [turns[before] ?? 0] : []));
      const turn = Math.max(inOrder ? latest : 0, own.last, step.isApart ? own.cut + 1 : 0, ...others.map(({ last }) => last + 1), ...waited);
      turns[position] = turn;
      latest = Math.max(latest, turn);
      ofDevice.set(step.device, { last: turn, cut: step.isApart ? turn : own.cut, unit: step.unit });
    }
  }
  const nameOf = (wave: number, turn: number): string => `${wave} ${turn}`;
  const pairs = new Map(steps.map(({ wave }, position) => [nameOf(wave, turns[position] ?? 0), [wave, turns[position] ?? 0] as const]));
  const numbers = new Map([...pairs.values()].toSorted(([a, b], [c, d]) => a - c || b - d).map(([wave, turn], number) => [nameOf(wave, turn), number]));
  return steps.map(({ wave }, position) => numbers.get(nameOf(wave, turns[position] ?? 0)) ?? 0);
}

/** Whether pushing a resource may cut the way to its device. */
export function isApart({ manifest }: Pick<InstalledPlugin, 'manifest'>, resource: string): boolean {
  return manifest.contributes.resources[resource]?.apart === true;
}
