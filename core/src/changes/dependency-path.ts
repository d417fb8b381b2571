import type { ManagedDevice } from '../inventory/index.ts';
import { anchorsOf } from './anchor.ts';
import { networkOf } from './known-network.ts';

/** The devices on the shortest way from where the host's way begins to this one, itself last; only itself where nothing tells of links. */
export function dependencyPath(device: string, devices: readonly ManagedDevice[]): readonly string[] {
  const { topology } = networkOf(devices);
  const part = new Set([device]);
  for (const one of part) for (const next of topology.neighbours(one)) part.add(next);
  const before = new Map<string, string | null>(anchorsOf([...part], topology).map((anchor) => [anchor, null]));
  for (const one of before.keys()) for (const next of topology.neighbours(one)) if (!before.has(next)) before.set(next, one);
  const path: string[] = [];
  for (let one: string | null | undefined = device; typeof one === 'string'; one = before.get(one)) path.unshift(one);
  return path;
}
