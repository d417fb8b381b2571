import type { SshReader } from '@jackfield/sdk';
import { z } from 'zod';
import { frr } from '../drivers/frr.ts';
import { toldJson } from './vtysh.ts';

/** Another router that routes are exchanged with. */
export interface RoutingNeighbour {
  readonly protocol: 'BGP' | 'OSPF';
  /** Address of a BGP neighbour, router id of one of OSPF. */
  readonly id: string;
  /** What it calls itself. */
  readonly name: string | null;
  /** What an administrator wrote of it. */
  readonly description: string | null;
  readonly interface: string | null;
  readonly state: string;
  readonly isAdjacent: boolean;
  /** An administrator ended it. */
  readonly isShutDown: boolean;
  readonly prefixes: number;
}

const text = z.string().max(200);
const peer = z.looseObject({
  state: text, peerState: text.optional().catch(undefined), hostname: text.optional().catch(undefined), desc: text.optional().catch(undefined), pfxRcd: z.int().min(0).catch(0),
});
// By VRF, by address family, and beside the families what belongs to all.
const bgp = z.record(text, z.record(text, z.looseObject({ peers: z.record(text, peer).optional() }).catch({})).catch({}));
const adjacency = z.looseObject({ state: text.optional().catch(undefined), nbrState: text.optional().catch(undefined), ifaceName: text.optional().catch(undefined) });
const ospf = z.looseObject({ neighbors: z.record(text, z.array(adjacency)).optional() });

async function bgpNeighbours(ssh: SshReader): Promise<RoutingNeighbour[]> {
  const found = new Map<string, RoutingNeighbour>();
  for (const [vrf, families] of Object.entries((await toldJson(ssh, 'frrBgp', bgp)) ?? {})) {
    for (const [address, { state, peerState, hostname, desc, pfxRcd }] of Object.values(families).flatMap(({ peers = {} }) => Object.entries(peers))) {
      const id = vrf === 'default' ? address : `${address} in ${vrf}`;
      const prefixes = (found.get(id)?.prefixes ?? 0) + pfxRcd;
      found.set(id, { protocol: 'BGP', id, name: hostname ?? null, description: desc ?? null, interface: null, state, isAdjacent: frr.adjacent.bgp.test(state), isShutDown: /admin/i.test(`${state} ${peerState ?? ''}`), prefixes });
    }
  }
  return [...found.values()];
}

async function ospfNeighbours(ssh: SshReader): Promise<RoutingNeighbour[]> {
  const { neighbors = {} } = (await toldJson(ssh, 'frrOspf', ospf)) ?? {};
  return Object.entries(neighbors).flatMap(([router, adjacencies]) => adjacencies.map(({ state, nbrState, ifaceName }): RoutingNeighbour => {
    const word = nbrState ?? state ?? 'unknown';
    const name = ifaceName?.split(':')[0] ?? null;
    return { protocol: 'OSPF', id: name === null ? router : `${router} on ${name}`, name: router, description: null, interface: name, state: word, isAdjacent: frr.adjacent.ospf.test(word), isShutDown: false, prefixes: 0 };
  }));
}

/** Neighbours of all routing daemons that run, each once. */
export async function routingNeighbours(ssh: SshReader): Promise<readonly RoutingNeighbour[]> {
  const all = [...(await bgpNeighbours(ssh)), ...(await ospfNeighbours(ssh))];
  return [...new Map(all.map((each) => [`${each.protocol} ${each.id}`, each])).values()];
}
