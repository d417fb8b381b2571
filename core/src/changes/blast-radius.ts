import type { ManagedDevice } from '../inventory/index.ts';
import { anchorsOf } from './anchor.ts';
import type { AtRisk } from './at-risk.ts';
import { networkOf } from './known-network.ts';
import type { Topology } from './topology.ts';

/**
 * Ids of the devices that nobody reaches any more when all that a change puts at risk goes at once.
 *
 * The model: devices are linked as their neighbours say (LLDP, CDP). The host reaches each connected part of that through
 * its anchor (see `anchorsOf`). What goes is taken out, and every device that no way from the anchor leads to is cut
 * off; when the anchor itself goes, that is all the rest of its part: without it nothing is known of how to get there.
 * All branches count, whatever their size, so equal devices give the same answer in any order and after any restart.
 * What tells of no neighbours itself, as a phone does, hangs where a bridge has learnt its address. Links that nobody tells
 * of are unknown: the answer can be too long, and is too short only where a device hangs on something that nobody knows of.
 */
export function cutOff(risks: readonly AtRisk[], devices: readonly ManagedDevice[]): ReadonlySet<string> {
  return withoutWay(risks, devices).difference(new Set(risks.map(({ device }) => device)));
}

/** As `cutOff`, with those of the devices at risk themselves that nobody reaches any more. */
export function withoutWay(risks: readonly AtRisk[], devices: readonly ManagedDevice[]): ReadonlySet<string> {
  const { learnt, topology } = networkOf(devices);
  const lost = unreached(risks, topology);
  return lost.union(learnt.lost(risks, lost));
}

/** Ports at risk over which the host reaches the very device that they are of: it cannot put back what takes one away. */
export function ownWays(risks: readonly AtRisk[], devices: readonly ManagedDevice[]): readonly AtRisk[] {
  const whole = new Set(risks.filter(({ port }) => port === null).map(({ device }) => device));
  const ports = risks.filter(({ device }) => !whole.has(device));
  const lost = unreached(ports, networkOf(devices).topology);
  return ports.filter(({ device }, at) => lost.has(device) && ports.findIndex((other) => other.device === device && other.port === ports[at]?.port) === at);
}

function unreached(risks: readonly AtRisk[], topology: Topology): ReadonlySet<string> {
  const changed = new Set(risks.map(({ device }) => device));
  const gone = new Set(risks.filter(({ port }) => port === null).map(({ device }) => device));
  const ports = new Map([...Map.groupBy(risks, ({ device }) => device)].map(([device, all]) => [device, new Set(all.flatMap(({ port }) => port ?? []))]));
  const lost = (from: string, to: string): boolean => ports.has(from) && !topology.survives(from, to, ports.get(from) ?? new Set());
  const behind = new Set<string>();
  const seen = new Set<string>();
  for (const id of changed) {
    // All of a part have the same part and the same anchor: it is walked once.
    if (seen.has(id)) continue;
    const part = reach([id], topology, () => true);
    const reached = new Set(reach(anchorsOf(part, topology).filter((anchor) => !gone.has(anchor)), topology, (from, to) => !gone.has(to) && !lost(from, to) && !lost(to, from)));
    for (const one of part) {
      seen.add(one);
      if (!reached.has(one)) behind.add(one);
    }
  }
  return behind;
}

function reach(from: readonly string[], topology: Topology, passes: (from: string, to: string) => boolean): string[] {
  const seen = new Set(from);
  for (const one of seen) for (const next of topology.neighbours(one)) if (passes(one, next)) seen.add(next);
  return [...seen];
}
