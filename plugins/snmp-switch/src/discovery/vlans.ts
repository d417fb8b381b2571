import type { NetworkInterface, SnmpReader, SnmpValue, Vlan } from '@jackfield/sdk';
import { basePortInterface, currentVlan, staticVlan, vmVlan, vtpTrunk, vtpVlan } from '../mib.ts';
import { hasPort } from '../resources/port-list.ts';
import { columnOf, presentAmong, readCells, type Cells } from '../sensors/cells.ts';
import { valueInteger, valueText } from '../text.ts';

const isVlan = (id: number): boolean => Number.isInteger(id) && id >= 1 && id <= 4_094;
const bytes = (value: SnmpValue | undefined): Uint8Array => (value?.type === 'OctetString' ? value.value : new Uint8Array());

/** Names of interfaces by the number that the bridge has for them. */
export function bridgePortNames(cells: Cells, interfaces: readonly NetworkInterface[]): ReadonlyMap<number, string> {
  const byIndex = new Map(interfaces.map(({ index, name }) => [index, name]));
  return new Map(Array.from(columnOf(cells, basePortInterface)).flatMap(([port, value]): [number, string][] => {
    const name = byIndex.get(valueInteger(value) ?? 0);
    return name === undefined ? [] : [[Number(port), name]];
  }));
}

function vlansOfBridge(cells: Cells, ports: ReadonlyMap<number, string>): readonly Vlan[] {
  const lists = new Map<number, { egress: Uint8Array; untagged: Uint8Array }>();
  const note = (id: number, egress: SnmpValue | undefined, untagged: SnmpValue | undefined): void => {
    if (isVlan(id)) lists.set(id, { egress: bytes(egress), untagged: bytes(untagged) });
  };
  for (const [index, egress] of columnOf(cells, staticVlan.egress)) note(Number(index), egress, columnOf(cells, staticVlan.untagged).get(index));
  for (const index of columnOf(cells, staticVlan.name).keys()) if (!lists.has(Number(index))) note(Number(index), undefined, undefined);
  // What is so now, also by GVRP or 802.1X, before what somebody set.
  for (const [index, egress] of columnOf(cells, currentVlan.egress)) note(Number(index.split('.').at(-1)), egress, columnOf(cells, currentVlan.untagged).get(index));
  return Array.from(lists, ([id, { egress, untagged }]) => {
    const members = Array.from(ports).filter(([port]) => hasPort(egress, port));
    return {
      id, name: valueText(columnOf(cells, staticVlan.name).get(String(id))),
      untagged: members.filter(([port]) => hasPort(untagged, port)).map(([, name]) => name), tagged: members.filter(([port]) => !hasPort(untagged, port)).map(([, name]) => name),
    };
  });
}

const ethernet = 1;
const trunking = 1;
const trunkLists = [vtpTrunk.vlans, vtpTrunk.vlans2k, vtpTrunk.vlans3k, vtpTrunk.vlans4k] as const;

/** A trunk's list of VLANs begins with number 0 of each 1,024. */
function isOnTrunk(cells: Cells, index: string, id: number): boolean {
  const list = columnOf(cells, trunkLists[Math.floor(id / 1_024)] ?? vtpTrunk.vlans).get(index);
  return hasPort(bytes(list), (id % 1_024) + 1);
}

function vlansOfCisco(cells: Cells, interfaces: readonly NetworkInterface[]): readonly Vlan[] {
  const byIndex = new Map(interfaces.map(({ index, name }) => [String(index), name]));
  const trunks = Array.from(columnOf(cells, vtpTrunk.status)).flatMap(([index, value]) => {
    const name = byIndex.get(index);
    return valueInteger(value) === trunking && name !== undefined ? [{ index, name, native: valueInteger(columnOf(cells, vtpTrunk.native).get(index)) }] : [];
  });
  const isTrunk = new Set(trunks.map(({ name }) => name));
  const access = Map.groupBy(Array.from(columnOf(cells, vmVlan)).flatMap(([index, value]) => {
    const name = byIndex.get(index);
    return name === undefined || isTrunk.has(name) ? [] : [{ name, vlan: valueInteger(value) ?? 0 }];
  }), ({ vlan }) => vlan);
  return Array.from(columnOf(cells, vtpVlan.state).keys()).flatMap((index) => {
    const id = Number(index.split('.').at(-1));
    // Numbers 1002 to 1005 are kept for token ring and FDDI.
    if (!isVlan(id) || (valueInteger(columnOf(cells, vtpVlan.type).get(index)) ?? ethernet) !== ethernet) return [];
    const on = trunks.filter((trunk) => isOnTrunk(cells, trunk.index, id));
    return [{
      id, name: valueText(columnOf(cells, vtpVlan.name).get(index)),
      untagged: [...(access.get(id) ?? []), ...on.filter(({ native }) => native === id)].map(({ name }) => name), tagged: on.filter(({ native }) => native !== id).map(({ name }) => name),
    }];
  });
}

/** The VLANs that a device has and the ports in them: of Q-BRIDGE-MIB, on Cisco's of its own MIBs. None where it tells of none. */
export async function readVlans(snmp: SnmpReader, interfaces: readonly NetworkInterface[]): Promise<readonly Vlan[]> {
  const has = await presentAmong(snmp, [vtpVlan.state, staticVlan.name, staticVlan.egress, currentVlan.egress]);
  if (has.has(vtpVlan.state)) return vlansOfCisco(await readCells(snmp, [...Object.values(vtpVlan), ...Object.values(vtpTrunk), vmVlan]), interfaces);
  if (has.size === 0) return [];
  const cells = await readCells(snmp, [staticVlan.name, staticVlan.egress, staticVlan.untagged, currentVlan.egress, currentVlan.untagged, basePortInterface]);
  return vlansOfBridge(cells, bridgePortNames(cells, interfaces)).toSorted((a, b) => a.id - b.id);
}
