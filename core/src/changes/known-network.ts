import { DeviceFinder, edgePlaces, linksOf, type Link, type ManagedDevice, type StationPlace } from '../inventory/index.ts';
import { LearntPlaces } from './learnt-places.ts';
import { Topology } from './topology.ts';

/** What the devices of one version of the inventory tell of their network, each part reckoned when it is first asked for. */
export class KnownNetwork {
  readonly #devices: readonly ManagedDevice[];
  #links: readonly Link[] | undefined;
  #topology: Topology | undefined;
  #learnt: LearntPlaces | undefined;
  #linked: ReadonlySet<string> | undefined;
  #strangers: readonly StationPlace[] | undefined;

  constructor(devices: readonly ManagedDevice[]) {
    this.#devices = devices;
  }

  get links(): readonly Link[] {
    return (this.#links ??= linksOf(this.#devices));
  }

  get topology(): Topology {
    return (this.#topology ??= new Topology(this.#devices));
  }

  /** Where devices hang that no neighbour tells of. */
  get learnt(): LearntPlaces {
    return (this.#learnt ??= new LearntPlaces(this.links));
  }

  /** Ids of the devices of which a link is known. */
  get linked(): ReadonlySet<string> {
    return (this.#linked ??= new Set(this.links.flatMap(({ ends }) => ends.map(({ device }) => device))));
  }

  /** Where addresses of no known device stand. */
  get strangers(): readonly StationPlace[] {
    return (this.#strangers ??= this.#strangersFound());
  }

  #strangersFound(): readonly StationPlace[] {
    const finder = new DeviceFinder(this.#devices);
    return edgePlaces(this.#devices, this.links.filter(({ proof }) => proof !== 'address')).filter(({ mac }) => finder.withAddress(mac) === null);
  }
}

/** The inventory gives the same list until a device comes, goes or changes: plans, blast radii and incidents in between share what is known. */
const known = new WeakMap<readonly ManagedDevice[], KnownNetwork>();

export function networkOf(devices: readonly ManagedDevice[]): KnownNetwork {
  const network = known.get(devices) ?? new KnownNetwork(devices);
  known.set(devices, network);
  return network;
}
