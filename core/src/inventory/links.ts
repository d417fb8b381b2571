import type { Neighbour } from '@jackfield/sdk';
import { DeviceFinder } from './device-finder.ts';
import type { ManagedDevice } from './inventory.ts';
import { edgePlaces } from './station-places.ts';

/**
 * What a link is known by, the surest first. `both`: each end tells of the other · `one`: one end tells of it, and the other
 * does not · `address`: a bridge has learnt an address of the other device behind a port with few addresses.
 */
export type LinkProof = 'both' | 'one' | 'address';

/** One end: a device, and its port where that is known. */
export interface LinkEnd {
  readonly device: string;
  readonly port: string | null;
  /** The link aggregate that the port is a member of. */
  readonly aggregate?: string;
}

export interface Link {
  readonly ends: readonly [LinkEnd, LinkEnd];
  readonly proof: LinkProof;
  /** Who told it: LLDP before CDP and others; null for an address. */
  readonly protocol: Neighbour['protocol'] | null;
}

/** What one device says of a link to another. */
interface Claim {
  readonly from: ManagedDevice;
  readonly to: ManagedDevice;
  readonly own: string | null;
  readonly other: string | null;
  /** Whether the other port is one that the other device has: else two names may mean the same. */
  readonly isKnown: boolean;
  readonly protocol: Neighbour['protocol'];
}

/** The port that a neighbour means: by its name, its long name, its address or what somebody wrote on it. */
function portOf({ interfaces }: ManagedDevice, said: string | null): { readonly name: string | null; readonly isKnown: boolean } {
  const text = said?.toLowerCase();
  const found = interfaces.find(({ name }) => name.toLowerCase() === text)
    ?? interfaces.find(({ description, mac }) => text !== undefined && (description?.toLowerCase() === text || mac?.toLowerCase() === text))
    ?? interfaces.find(({ alias }) => text !== undefined && alias?.toLowerCase() === text);
  return { name: found?.name ?? said, isKnown: found !== undefined };
}

function claimsOf(devices: readonly ManagedDevice[], finder: DeviceFinder): readonly Claim[] {
  const byId = new Map(devices.map((device) => [device.id, device]));
  return devices.flatMap((from) => from.neighbours.flatMap(({ localPort, remoteName, remotePort, remoteChassis, protocol }): Claim[] => {
    const [id, ...others] = finder.meant(from, remoteName, remoteChassis);
    const to = id === undefined || others.length > 0 ? undefined : byId.get(id);
    if (to === undefined) return [];
    const { name, isKnown } = portOf(to, remotePort);
    return [{ from, to, own: portOf(from, localPort).name, other: name, isKnown, protocol }];
  }));
}

/** Whether two devices speak of the same cable: each port that both name is the same, by a name that its device knows. */
const agree = (one: Claim, other: Claim): boolean => (!one.isKnown || one.other === other.own) && (!other.isKnown || other.other === one.own);
const certain = (one: Claim, other: Claim): boolean => one.isKnown && other.isKnown && agree(one, other);

function end({ id, interfaces }: ManagedDevice, port: string | null): LinkEnd {
  const aggregate = interfaces.find(({ name }) => name === port)?.aggregate;
  return { device: id, port, ...(aggregate === undefined ? {} : { aggregate }) };
}

/** Pairs what two devices say of each other; what has no counterpart is told by one end. */
function linksBetween(left: readonly Claim[], right: readonly Claim[]): readonly Link[] {
  const free = new Set(right);
  const partners = new Map<Claim, Claim>();
  for (const fits of [certain, agree]) {
    for (const claim of left) {
      const partner = partners.has(claim) ? undefined : Array.from(free).find((other) => fits(claim, other));
      if (partner === undefined) continue;
      partners.set(claim, partner);
      free.delete(partner);
    }
  }
  return [...left, ...free].map((claim): Link => {
    const { from, to, own, other, protocol } = claim;
    const partner = partners.get(claim);
    return { ends: [end(from, own), end(to, partner?.own ?? other)], proof: partner === undefined ? 'one' : 'both', protocol };
  });
}

/**
 * The links between the devices of an inventory, by what each says of its neighbours. Where neither end tells of another, an
 * address that a bridge has learnt behind a port without neighbours joins what hangs there, and nothing else is ever inferred.
 */
export function linksOf(inventory: readonly ManagedDevice[]): readonly Link[] {
  // Their ports are looked at over and over here, and each look at a compact device reads them anew: a copy has them.
  const devices = inventory.map((device) => ({ ...device }));
  const finder = new DeviceFinder(devices);
  const claims = Map.groupBy(claimsOf(devices, finder), ({ from, to }) => [from.id, to.id].sort().join('\n'));
  const told = Array.from(claims.values()).flatMap((both) => {
    const first = both[0]?.from.id;
    return linksBetween(both.filter(({ from }) => from.id === first), both.filter(({ from }) => from.id !== first));
  });
  const joined = new Set(told.map(({ ends: [one, other] }) => [one.device, other.device].sort().join('\n')));
  const byId = new Map(devices.map((device) => [device.id, device]));
  const linked = new Set(told.flatMap(({ ends }) => ends.map(({ device }) => device)));
  const learnt = edgePlaces(devices, told).flatMap(({ mac, device, port }): Link[] => {
    const other = byId.get(finder.withAddress(mac) ?? '');
    const pair = [device.id, other?.id ?? ''].sort().join('\n');
    if (other === undefined || other.id === device.id || joined.has(pair)) return [];
    // One cable, of which a neighbour tells: what was learnt elsewhere is from before.
    if (other.interfaces.length < 2 && linked.has(other.id)) return [];
    joined.add(pair);
    const own = other.interfaces.find((one) => one.mac?.toLowerCase() === mac)?.name ?? null;
    return [{ ends: [end(device, port), end(other, own)], proof: 'address', protocol: null }];
  });
  return [...told, ...learnt];
}
