import type { SshReader } from '@jackfield/sdk';
import { fieldsOf, isList, textOf, wholeOf } from '../reading.ts';
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

async function bgpNeighbours(ssh: SshReader): Promise<RoutingNeighbour[]> {
  const found = new Map<string, RoutingNeighbour>();
  // By VRF, by address family, and beside the families what belongs to all.
  for (const [vrf, families] of Object.entries((await toldJson(ssh, 'frrBgp')) ?? {})) {
    for (const [address, told] of Object.values(fieldsOf(families)).flatMap((family) => Object.entries(fieldsOf(fieldsOf(family)['peers'])))) {
      const peer = fieldsOf(told);
      const state = textOf(peer['state']);
      if (state === null) continue;
      const id = vrf === 'default' ? address : `${address} in ${vrf}`;
      const prefixes = (found.get(id)?.prefixes ?? 0) + (wholeOf(peer['pfxRcd']) ?? 0);
      found.set(id, { protocol: 'BGP', id, name: textOf(peer['hostname']), description: textOf(peer['desc']), interface: null, state, isAdjacent: frr.adjacent.bgp.test(state), isShutDown: /admin/i.test(`${state} ${textOf(peer['peerState']) ?? ''}`), prefixes });
    }
  }
  return [...found.values()];
}

async function ospfNeighbours(ssh: SshReader): Promise<RoutingNeighbour[]> {
  const { neighbors } = (await toldJson(ssh, 'frrOspf')) ?? {};
  return Object.entries(fieldsOf(neighbors)).flatMap(([router, adjacencies]) => (isList(adjacencies) ? adjacencies : []).map((told): RoutingNeighbour => {
    const { state, nbrState, ifaceName } = fieldsOf(told);
    const word = textOf(nbrState) ?? textOf(state) ?? 'unknown';
    const name = textOf(ifaceName)?.split(':')[0] ?? null;
    return { protocol: 'OSPF', id: name === null ? router : `${router} on ${name}`, name: router, description: null, interface: name, state: word, isAdjacent: frr.adjacent.ospf.test(word), isShutDown: false, prefixes: 0 };
  }));
}

/** Neighbours of all routing daemons that run, each once. */
export async function routingNeighbours(ssh: SshReader): Promise<readonly RoutingNeighbour[]> {
  const all = [...(await bgpNeighbours(ssh)), ...(await ospfNeighbours(ssh))];
  return [...new Map(all.map((each) => [`${each.protocol} ${each.id}`, each])).values()];
}
