import type { ManagedDevice } from '../inventory/index.ts';
import { isAnchor } from './anchor.ts';
import type { AtRisk } from './at-risk.ts';
import { ownWays, withoutWay } from './blast-radius.ts';
import { networkOf, type KnownNetwork } from './known-network.ts';
import { takes, type Place } from './learnt-places.ts';
import { Ways } from './ways.ts';

/**
 * What it means when something at risk goes. `own-way`: the host reaches the very device over this port · `cuts`: somebody else
 * loses by it · `spares`: what is known to hang there has another way, or nothing hangs there · `unknown`: no link of the device is known.
 */
export const threats = ['own-way', 'cuts', 'spares', 'unknown'] as const;
/** `way`: nobody reaches it any more · `service`: it is reached, and what it is registered at is not, as phones at their PBX. */
export const hangingHow = ['way', 'service'] as const;

/** Something that a change puts at risk, and what that means. */
export interface Risk extends AtRisk {
  readonly threat: (typeof threats)[number];
  /** Devices that stand in for it, by the label `redundancy`, and are not at risk themselves. */
  readonly standIns: readonly string[];
}

/** A device that is not changed, and loses something when the change goes wrong. */
export interface Loss {
  readonly device: string;
  readonly how: (typeof hangingHow)[number];
  /** Where it hangs, one step towards the host; null where that is not known. */
  readonly at: Place | null;
}

/** Who loses what when all that is at risk goes at once, and what of that nobody can know. All devices are ids. */
export interface BlastRadius {
  readonly risks: readonly Risk[];
  readonly lost: readonly Loss[];
  /** How many more lose something at sites that who asks does not see. */
  readonly hidden: number;
  /** Ports that go, with how many addresses stand there that are of no known device. */
  readonly strangers: readonly { readonly device: string; readonly port: string; readonly addresses: number }[];
  /** Devices at the sites of what is at risk of which no link is known: they may hang on it. */
  readonly unlinked: readonly string[];
  /** Where the host's way is taken to begin, as no label `anchor` says it. */
  readonly guessed: readonly string[];
}

/** Looks at what is known of the network, and at nothing else: equal devices give the same answer in any order. */
export function blastRadiusOf(asked: readonly AtRisk[], devices: readonly ManagedDevice[]): BlastRadius {
  const byId = new Map(devices.map((device) => [device.id, device]));
  const atRisk = [...new Map(asked.filter(({ device }) => byId.has(device)).map((risk) => [`${risk.device}\n${risk.port ?? ''}`, risk])).values()];
  const network = networkOf(devices);
  const { links, topology, learnt, linked } = network;
  const changed = new Set(atRisk.map(({ device }) => device));
  const unreached = withoutWay(atRisk, devices);
  const cut = unreached.difference(changed);
  const gone = new Set(atRisk.flatMap(({ device, port }) => (port === null ? [device] : [])));
  const unserved = devices.filter(({ id, attachedTo }) => attachedTo !== undefined && !cut.has(id) && !changed.has(id) && (cut.has(attachedTo.device) || gone.has(attachedTo.device)));
  const way = new Ways([...changed], topology, links);
  const lost = [
    ...[...cut].map((device): Loss => ({ device, how: 'way', at: way.towards(device) ?? learnt.of(device)[0] ?? null })),
    ...unserved.map(({ id, attachedTo }): Loss => ({ device: id, how: 'service', at: attachedTo === undefined ? null : { device: attachedTo.device, port: null } })),
  ];
  const strangers = strangersAt(network, (place) => cut.has(place.device) || atRisk.some((risk) => takes(risk, place)));
  const own = new Set(ownWays(atRisk, devices).map(textOf));
  const served = new Set(unserved.flatMap(({ attachedTo }) => attachedTo?.device ?? []));
  // What is at risk itself and loses its way takes along what hangs on it.
  const cutsBeyond = (risk: AtRisk): boolean => {
    const beyond = new Set(way.beyond(risk));
    for (const one of beyond) if (unreached.has(one) && changed.has(one)) for (const next of way.beyond({ device: one, port: null })) beyond.add(next);
    return !beyond.isDisjointFrom(cut);
  };
  const threatOf = (risk: AtRisk): Risk['threat'] => {
    if (own.has(textOf(risk))) return 'own-way';
    const isCut = strangers.some((place) => takes(risk, place)) || (risk.port === null && served.has(risk.device)) || cutsBeyond(risk);
    return isCut ? 'cuts' : linked.has(risk.device) ? 'spares' : 'unknown';
  };
  const threatened = atRisk.map((risk) => ({ ...risk, threat: threatOf(risk), standIns: standInsOf(risk.device, devices, changed) }));
  const isBlamed = lost.length + strangers.length === 0 || threatened.some(({ threat }) => threat === 'own-way' || threat === 'cuts');
  // Where none cuts alone, those that lose their own way do so together.
  const together = (device: string): boolean => !isBlamed && unreached.has(device);
  const name = (id: string): string => byId.get(id)?.name ?? id;
  const byName = (one: string, other: string): number => name(one).localeCompare(name(other), 'en', { numeric: true }) || one.localeCompare(other);
  const sites = new Set([...changed].map((id) => byId.get(id)?.site));
  return {
    risks: threatened.map((risk): Risk => ({ ...risk, threat: together(risk.device) ? 'cuts' : risk.threat, standIns: risk.standIns.toSorted(byName) })).toSorted((a, b) => byName(a.device, b.device) || (a.port ?? '').localeCompare(b.port ?? '', 'en', { numeric: true })),
    lost: lost.toSorted((a, b) => byName(a.device, b.device)),
    hidden: 0,
    strangers: strangers.toSorted((a, b) => byName(a.device, b.device) || a.port.localeCompare(b.port, 'en', { numeric: true })),
    unlinked: devices.filter(({ id, site }) => sites.has(site) && !changed.has(id) && !linked.has(id)).map(({ id }) => id).toSorted(byName),
    guessed: way.begins.filter((anchor) => !isAnchor(topology, anchor)).toSorted(byName),
  };
}

const textOf = ({ device, port }: AtRisk): string => `${device}\n${port ?? ''}`;

function standInsOf(device: string, devices: readonly ManagedDevice[], changed: ReadonlySet<string>): readonly string[] {
  const group = devices.find(({ id }) => id === device)?.labels['redundancy'];
  return group === undefined ? [] : devices.flatMap(({ id, labels }) => (labels['redundancy'] === group && !changed.has(id) ? [id] : []));
}

/** Addresses of no known device, by the port at which they stand. */
function strangersAt({ strangers }: KnownNetwork, goes: (place: Place) => boolean): BlastRadius['strangers'] {
  const places = strangers.filter(({ device, port }) => goes({ device: device.id, port, ...aggregateOf(device, port) }));
  return [...Map.groupBy(places, ({ device, port }) => `${device.id}\n${port}`).values()].flatMap((here) => {
    const [first] = here;
    return first === undefined ? [] : [{ device: first.device.id, port: first.port, addresses: here.length }];
  });
}

function aggregateOf({ interfaces }: ManagedDevice, port: string): { readonly aggregate?: string } {
  const aggregate = interfaces.find(({ name }) => name === port)?.aggregate;
  return aggregate === undefined ? {} : { aggregate };
}
