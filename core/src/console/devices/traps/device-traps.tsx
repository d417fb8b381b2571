import { useOperation } from '../../api/index.ts';
import { Answer } from '../../parts/index.ts';
import { TrapList } from './trap-list.tsx';

/** Traps come by no event: they are looked for. */
export const lookEveryMs = 10_000;

/** The newest traps of one device. */
export function DeviceTraps({ device }: { readonly device: string }) {
  const traps = useOperation('recentTraps', { device }, { everyMs: lookEveryMs });
  return <Answer of={traps}>{(told) => <TrapList of={told} named={false} />}</Answer>;
}
