import type { ManagedDevice } from '../inventory/index.ts';

/** Who is linked to whom, by what neighbours say of each other (LLDP, CDP). */
function links(devices: readonly ManagedDevice[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byName = new Map<string, string>();
  const byChassis = new Map<string, string>();
  for (const device of devices) {
    byName.set(device.name.toLowerCase(), device.id);
    for (const { type, value } of device.keys) if (type === 'chassisId' || type === 'mac') byChassis.set(value.toLowerCase(), device.id);
  }
  const found = new Map(devices.map(({ id }) => [id, new Set<string>()]));
  for (const device of devices) {
    for (const { remoteName, remoteChassis } of device.neighbours) {
      const other = byChassis.get(remoteChassis?.toLowerCase() ?? '') ?? byName.get(remoteName?.toLowerCase() ?? '');
      if (other === undefined || other === device.id) continue;
      found.get(device.id)?.add(other);
      found.get(other)?.add(device.id);
    }
  }
  return found;
}

function reach(from: string, without: string, graph: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const seen = new Set([from]);
  for (const one of seen) {
    for (const next of graph.get(one) ?? []) if (next !== without) seen.add(next);
  }
  return seen;
}

/**
 * Ids of the devices that lose their way to the rest when a changed device fails: what is left of its part of the
 * topology falls apart, and the largest piece is taken for the side of the host.
 */
export function devicesBehind(changed: ReadonlySet<string>, devices: readonly ManagedDevice[]): ReadonlySet<string> {
  const graph = links(devices);
  const behind = new Set<string>();
  for (const id of changed) {
    const pieces: ReadonlySet<string>[] = [];
    for (const next of graph.get(id) ?? []) if (!pieces.some((piece) => piece.has(next))) pieces.push(reach(next, id, graph));
    const [, ...smaller] = pieces.toSorted((a, b) => b.size - a.size);
    for (const piece of smaller) for (const one of piece) if (!changed.has(one)) behind.add(one);
  }
  return behind;
}
