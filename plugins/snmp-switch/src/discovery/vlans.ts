import type { NetworkInterface, SnmpReader, SnmpValue, Vlan } from '@jackfield/sdk';
import { basePortInterface, componentVlan, currentVlan, otherVlans, staticVlan, vmVlan, vtpTrunk, vtpVlan } from '../mib.ts';
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

/** The VLAN is the last part of the index in all these tables; before it stand a TimeMark, or the component of the bridge. */
const vlanOf = (index: string): number => Number(index.split('.').at(-1));

interface Lists {
  name: string | null;
  egress: Uint8Array;
  untagged: Uint8Array;
}

function vlansOfBridge(cells: Cells, ports: ReadonlyMap<number, string>): readonly Vlan[] {
  const all = new Map<number, Lists>();
  const of = (id: number): Lists => {
    const known = all.get(id) ?? { name: null, egress: new Uint8Array(), untagged: new Uint8Array() };
    if (isVlan(id)) all.set(id, known);
    return known;
  };
  for (const column of [otherVlans.rapidCityName, componentVlan.name, staticVlan.name]) for (const [index, value] of columnOf(cells, column)) of(vlanOf(index)).name = valueText(value);
  for (const [index, tag] of columnOf(cells, otherVlans.juniperTag)) of(valueInteger(tag) ?? 0).name = valueText(columnOf(cells, otherVlans.juniperName).get(index));
  // What is so now, also by GVRP or 802.1X, counts before what somebody set.
  for (const { egress, untagged } of [componentVlan, staticVlan, currentVlan]) {
    for (const [index, list] of columnOf(cells, egress)) Object.assign(of(vlanOf(index)), { egress: bytes(list), untagged: bytes(columnOf(cells, untagged).get(index)) });
  }
  return Array.from(all, ([id, { name, egress, untagged }]) => {
    const members = Array.from(ports).filter(([port]) => hasPort(egress, port));
    const without = members.filter(([port]) => hasPort(untagged, port));
    return { id, name, untagged: without.map(([, port]) => port), tagged: members.filter((member) => !without.includes(member)).map(([, port]) => port) };
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

const bridgeColumns = [
  staticVlan.name, staticVlan.egress, staticVlan.untagged, currentVlan.egress, currentVlan.untagged, ...Object.values(componentVlan), ...Object.values(otherVlans),
] as const;

/** The VLANs that a device has and the ports in them: of Q-BRIDGE-MIB and its like, on Cisco's of its own MIBs. None where it tells of none. */
export async function readVlans(snmp: SnmpReader, interfaces: readonly NetworkInterface[]): Promise<readonly Vlan[]> {
  const has = await presentAmong(snmp, [vtpVlan.state, ...bridgeColumns]);
  if (has.has(vtpVlan.state)) return vlansOfCisco(await readCells(snmp, [...Object.values(vtpVlan), ...Object.values(vtpTrunk), vmVlan]), interfaces);
  if (has.size === 0) return [];
  const cells = await readCells(snmp, [...has, basePortInterface]);
  return vlansOfBridge(cells, bridgePortNames(cells, interfaces)).toSorted((a, b) => a.id - b.id);
}
