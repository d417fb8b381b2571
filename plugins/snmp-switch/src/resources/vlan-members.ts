import type { EarlierSpec, SnmpReader } from '@jackfield/sdk';
import { bridgePorts, nameless, type BridgePort } from './bridge-ports.ts';
import { portMoves } from './earlier-specs.ts';
import { hasPort } from './port-list.ts';
import { portVlansState, wantedPortVlans, type PortVlansState } from './port-vlans-state.ts';
import { pvids, staticVlans } from './static-vlans.ts';

interface Member extends BridgePort, PortVlansState {}

const isIn = (id: number, { pvid, untagged, tagged }: PortVlansState): boolean => [pvid, ...untagged, ...tagged].includes(id);

/** Ports of the bridge that are in a VLAN, or whose untagged frames go there. */
async function membersOf(snmp: SnmpReader, id: number): Promise<readonly Member[]> {
  const [vlans, own, known] = [await staticVlans(snmp), await pvids(snmp), await bridgePorts(snmp)];
  const egress = vlans.find((one) => one.id === id)?.egress ?? new Uint8Array();
  const unknown = Array.from({ length: egress.length * 8 }, (_one, at) => at + 1).filter((port) => hasPort(egress, port) && !known.some(({ number }) => number === port));
  return [...known, ...unknown.map((number): BridgePort => ({ number, names: [nameless(number)] }))]
    .map((port) => ({ ...port, ...portVlansState(port.number, own.get(port.number) ?? 0, vlans) })).filter((port) => isIn(id, port));
}

/** Names of the ports that are in a VLAN when what the same change does before is done. */
export async function portsIn(snmp: SnmpReader, id: number, earlier: readonly EarlierSpec[] = []): Promise<readonly string[]> {
  const moves = portMoves(earlier);
  return (await membersOf(snmp, id)).filter((member) => {
    const move = moves.find(({ port }) => member.names.includes(port));
    return move === undefined || isIn(id, wantedPortVlans(member, move));
  }).map(({ names: [name] }) => name);
}
