import type { ManagedDevice } from './inventory.ts';
import type { Link } from './links.ts';

/** A port behind which an address was seen. */
export interface StationPlace {
  readonly mac: string;
  readonly device: ManagedDevice;
  readonly port: string;
  readonly vlan: number | null;
  /** No other device of the inventory hangs at the port: what was seen there stands there. */
  readonly isEdge: boolean;
  /** How many addresses were seen there. */
  readonly addresses: number;
}

/** A hardware address in any of its notations, as `00:1b:…`; null for other text. */
export function macIn(text: string): string | null {
  const digits = text.trim().replaceAll(/[:\-.]/g, '').toLowerCase();
  return /^[0-9a-f]{12}$/.test(digits) && /^[0-9a-f]{1,4}([:\-.]?[0-9a-f]{1,4})*$/i.test(text.trim()) ? (digits.match(/../g) ?? []).join(':') : null;
}

/** Ports, and the aggregates that they are members of, at which links end that the devices themselves tell of. */
function linkedPorts(links: readonly Link[]): ReadonlySet<string> {
  return new Set(links.flatMap(({ ends }) => ends.flatMap(({ device, port, aggregate }) => [port, aggregate].flatMap((name) => (name === null || name === undefined ? [] : [`${device}\n${name}`])))));
}

function placesOf(devices: readonly ManagedDevice[], told: readonly Link[]): readonly StationPlace[] {
  const linked = linkedPorts(told);
  return devices.flatMap((device) => {
    const stations = device.stations ?? [];
    const behind = new Map([...Map.groupBy(stations, ({ port }) => port)].map(([port, here]) => [port, new Set(here.map(({ mac }) => mac.toLowerCase())).size]));
    return stations.map(({ mac, port, vlan }) => ({ mac: mac.toLowerCase(), device, port, vlan, isEdge: !linked.has(`${device.id}\n${port}`), addresses: behind.get(port) ?? 0 }));
  });
}

/** Where addresses stand: at the edge port with the fewest addresses, for each bridge on the way sees more. Two with as many say nothing: it has moved, or something between tells nothing. */
export function edgePlaces(devices: readonly ManagedDevice[], told: readonly Link[]): readonly StationPlace[] {
  const edges = placesOf(devices, told).filter(({ isEdge }) => isEdge);
  return Array.from(Map.groupBy(edges, ({ mac }) => mac).values()).flatMap((places) => {
    const fewest = Math.min(...places.map(({ addresses }) => addresses));
    const nearest = places.filter(({ addresses }) => addresses === fewest);
    const [first] = nearest;
    return first !== undefined && nearest.every(({ device, port }) => device.id === first.device.id && port === first.port) ? [first] : [];
  });
}

/** All ports with few addresses behind which any of these was seen, edges first. Of several edges only those with the fewest addresses are taken for one. */
export function stationsAt(macs: ReadonlySet<string>, devices: readonly ManagedDevice[], links: readonly Link[]): readonly StationPlace[] {
  const told = links.filter(({ proof }) => proof !== 'address');
  const places = placesOf(devices, told).filter(({ mac }) => macs.has(mac));
  const fewest = new Map([...Map.groupBy(places.filter(({ isEdge }) => isEdge), ({ mac }) => mac)].map(([mac, edges]) => [mac, Math.min(...edges.map(({ addresses }) => addresses))]));
  return places.map((place) => ({ ...place, isEdge: place.isEdge && place.addresses === fewest.get(place.mac) })).sort((a, b) => Number(b.isEdge) - Number(a.isEdge) || a.addresses - b.addresses);
}
