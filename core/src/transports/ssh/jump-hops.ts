import type { TransportSettings } from '../settings.ts';

type Jump = NonNullable<TransportSettings['ssh']['jump']>;

/** One jump host on the way to devices. */
export type JumpHop = Extract<Jump, readonly unknown[]>[number];

/** The hops to the device at `address`, the nearest to this host first; none where it is reached straight. A hop is itself reached by those before it. */
export function jumpHops({ jump = [] }: TransportSettings['ssh'], address: string): readonly JumpHop[] {
  const hops = Array.isArray(jump) ? jump : [jump];
  const itself = hops.findIndex((hop) => hop.address === address);
  return itself === -1 ? hops : hops.slice(0, itself);
}
