import type { Schemas } from '../api/index.ts';
import { bySeverity, type State } from '../parts/index.ts';

type Device = Pick<Schemas['Device'], 'id' | 'name' | 'kind' | 'state'>;
type Link = Schemas['Link'];

/** What is drawn as one thing. */
export interface GraphNode {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly state: State | null;
  /** Null for what stands for several, and for what lies at another site. */
  readonly device: string | null;
  readonly elsewhere: boolean;
  /** The devices that it stands for. */
  readonly members: readonly string[];
}

/** One or more links between two of them. */
export interface GraphEdge {
  readonly id: string;
  /** The end that is nearer to the middle of the network. */
  readonly from: string;
  readonly to: string;
  readonly title: string;
  /** What both ends tell of, or one of them; else it was only learnt from addresses. */
  readonly told: boolean;
}

export interface SiteGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Devices that no link is known of. */
  readonly unlinked: readonly Device[];
}

/** More of one kind that hang on one device alone are drawn as one. */
const together = 6;

/** What hangs together at a site, from the middle outwards. */
export function siteGraph(site: string, devices: readonly Device[], links: readonly Link[]): SiteGraph {
  const own = new Map(devices.map((device) => [device.id, device]));
  const elsewhere = new Map(links.flatMap(({ ends }) => ends.filter(({ device, site: at }) => at !== site && !own.has(device)).map((end) => [end.device, end] as const)));
  const pairs = pairsOf(links);
  const neighbours = neighboursOf(pairs.keys());
  const stands = bundles(own, neighbours);
  const nodes = new Map<string, GraphNode>();
  for (const [id, { name, kind, state }] of own) if (neighbours.has(id) && !stands.has(id)) nodes.set(id, { id, title: name, detail: kind, state, device: id, elsewhere: false, members: [id] });
  for (const [id, { name, site: at }] of elsewhere) nodes.set(id, { id, title: name, detail: `at ${at}`, state: null, device: id, elsewhere: true, members: [id] });
  for (const [id, members] of Map.groupBy(stands.keys(), (one) => stands.get(one) ?? '')) {
    const all = members.flatMap((one) => own.get(one) ?? []);
    const worst = all.map(({ state }) => state).toSorted(bySeverity)[0] ?? null;
    nodes.set(id, { id, title: `${all.length} × ${all[0]?.kind ?? ''}`, detail: 'each hangs here alone', state: worst, device: null, elsewhere: false, members });
  }
  const depth = depths(neighbours);
  const edges = new Map<string, GraphEdge>();
  for (const [pair, all] of pairs) {
    const [one = '', other = ''] = pair.split(' ').toSorted((a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0) || a.localeCompare(b));
    const [from, to] = [stands.get(one) ?? one, stands.get(other) ?? other];
    if (!nodes.has(from) || !nodes.has(to)) continue;
    const ports = all.map(({ ends }) => [one, other].map((id) => ends.find(({ device }) => device === id)?.port ?? '?').join(' – '));
    edges.set(`${from} ${to}`, { id: `${from} ${to}`, from, to, title: from === one && to === other ? ports.join(', ') : '', told: all.some(({ proof }) => proof !== 'address') });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], unlinked: devices.filter(({ id }) => !neighbours.has(id)) };
}

/** Links by the two devices that they connect. */
function pairsOf(links: readonly Link[]): ReadonlyMap<string, readonly Link[]> {
  return Map.groupBy(links.filter(({ ends: [one, other] }) => one !== undefined && other !== undefined && one.device !== other.device), ({ ends }) => ends.map(({ device }) => device).toSorted().join(' '));
}

function neighboursOf(pairs: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const neighbours = new Map<string, Set<string>>();
  for (const [one = '', other = ''] of [...pairs].map((pair) => pair.split(' '))) {
    neighbours.set(one, (neighbours.get(one) ?? new Set()).add(other));
    neighbours.set(other, (neighbours.get(other) ?? new Set()).add(one));
  }
  return neighbours;
}

/** Devices of one kind that hang on one device alone, by what stands for them. */
function bundles(own: ReadonlyMap<string, Device>, neighbours: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, string> {
  const leaves = [...own.values()].filter(({ id }) => neighbours.get(id)?.size === 1);
  const groups = Map.groupBy(leaves, ({ id, kind }) => `${[...(neighbours.get(id) ?? [])][0] ?? ''}/${kind}`);
  return new Map([...groups].filter(([, members]) => members.length > together).flatMap(([group, members]) => members.map(({ id }) => [id, group] as const)));
}

/** How far each is from the device with most links of its part. */
function depths(neighbours: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, number> {
  const depth = new Map<string, number>();
  for (const [middle] of [...neighbours].toSorted(([a, one], [b, other]) => other.size - one.size || a.localeCompare(b))) {
    if (depth.has(middle)) continue;
    depth.set(middle, 0);
    const queue = [middle];
    for (const id of queue) {
      for (const next of neighbours.get(id) ?? []) {
        if (depth.has(next)) continue;
        depth.set(next, (depth.get(id) ?? 0) + 1);
        queue.push(next);
      }
    }
  }
  return depth;
}
