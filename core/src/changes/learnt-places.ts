import type { Link } from '../inventory/index.ts';
import type { AtRisk } from './at-risk.ts';

/** A port of a bridge behind which a device stands. */
export interface Place {
  readonly device: string;
  readonly port: string | null;
  readonly aggregate?: string;
}

/** Where devices hang that no neighbour tells of: at ports at which bridges have learnt their addresses. */
export class LearntPlaces {
  readonly #places: ReadonlyMap<string, readonly Place[]>;

  constructor(links: readonly Link[]) {
    const told = new Set(links.flatMap(({ ends, proof }) => (proof === 'address' ? [] : ends.map(({ device }) => device))));
    const learnt = links.flatMap(({ ends: [bridge, { device }], proof }) => (proof !== 'address' || told.has(device) ? [] : [{ device, bridge }]));
    this.#places = new Map([...Map.groupBy(learnt, ({ device }) => device)].map(([device, places]) => [device, places.map(({ bridge }) => bridge)]));
  }

  of(device: string): readonly Place[] {
    return this.#places.get(device) ?? [];
  }

  get devices(): Iterable<string> {
    return this.#places.keys();
  }

  /** Devices all of whose places go: with the port, with the bridge, or because nobody reaches the bridge. */
  lost(risks: readonly AtRisk[], unreached: ReadonlySet<string>): ReadonlySet<string> {
    const lost = new Set<string>();
    const byDevice = Map.groupBy(risks, ({ device }) => device);
    const goes = (place: Place): boolean => unreached.has(place.device) || lost.has(place.device) || (byDevice.get(place.device)?.some((risk) => takes(risk, place)) ?? false);
    // A bridge may itself be known by its address alone: what hangs on it goes after it.
    for (let before = -1; before < lost.size;) {
      before = lost.size;
      for (const [device, places] of this.#places) if (places.every(goes)) lost.add(device);
    }
    return lost;
  }
}

/** Whether what is at risk takes a place away. */
export function takes(risk: AtRisk, { device, port, aggregate }: Place): boolean {
  return risk.device === device && (risk.port === null || risk.port === port || risk.port === aggregate);
}
