import type { Topology } from './topology.ts';

/** Whether a site's file says that the host stands at this device: the label `anchor`, with any value but "no". */
export const isAnchor = (topology: Topology, id: string): boolean => !['no', undefined].includes(topology.device(id)?.labels['anchor']);

/**
 * Where the host's way into a connected part of the topology begins. A site's file may say so; else it is the middle of
 * the part: the device whose loss leaves the smallest largest piece, of several the one with most links, then by name.
 * Of a part that hangs together like a tree every other device has the middle on the side of its larger half.
 */
export function anchorsOf(part: readonly string[], topology: Topology): readonly string[] {
  const named = part.filter((id) => isAnchor(topology, id));
  if (named.length > 0) return named;
  const largest = largestPieces(part, topology);
  const name = (id: string): string => topology.device(id)?.name ?? id;
  const [middle] = part.toSorted((a, b) =>
    (largest.get(a) ?? 0) - (largest.get(b) ?? 0) || topology.neighbours(b).size - topology.neighbours(a).size || name(a).localeCompare(name(b)) || a.localeCompare(b));
  return middle === undefined ? [] : [middle];
}

interface Visit {
  readonly id: string;
  readonly parent: Visit | null;
  readonly next: Iterator<string>;
  readonly order: number;
  /** The earliest device that this one's subtree has a link back to. */
  low: number;
  size: number;
  /** Devices of subtrees that hang on this one alone. */
  hanging: number;
  largest: number;
}

/** For each device of a connected part the size of the largest piece that is left without it, in one walk (Tarjan). */
function largestPieces(part: readonly string[], topology: Topology): ReadonlyMap<string, number> {
  const visits = new Map<string, Visit>();
  const result = new Map<string, number>();
  const begin = (id: string, parent: Visit | null): Visit => {
    const order = visits.size;
    const visit: Visit = { id, parent, next: topology.neighbours(id).values(), order, low: order, size: 1, hanging: 0, largest: 0 };
    visits.set(id, visit);
    return visit;
  };
  let visit: Visit | null = part[0] === undefined ? null : begin(part[0], null);
  while (visit !== null) {
    const { value: next, done } = visit.next.next();
    if (done !== true) {
      const seen = visits.get(next);
      if (seen === undefined) visit = begin(next, visit);
      else if (seen !== visit.parent) visit.low = Math.min(visit.low, seen.order);
      continue;
    }
    result.set(visit.id, Math.max(visit.largest, part.length - 1 - visit.hanging));
    const { parent, low, size }: Visit = visit;
    if (parent !== null) {
      parent.low = Math.min(parent.low, low);
      parent.size += size;
      if (low >= parent.order) {
        parent.hanging += size;
        parent.largest = Math.max(parent.largest, size);
      }
    }
    visit = parent;
  }
  return result;
}
