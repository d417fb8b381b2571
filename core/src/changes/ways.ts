import type { Link } from '../inventory/index.ts';
import { anchorsOf } from './anchor.ts';
import type { AtRisk } from './at-risk.ts';
import type { Place } from './learnt-places.ts';
import type { Topology } from './topology.ts';

/** The shortest ways from where the host stands, in the parts of the network that some devices are of. */
export class Ways {
  /** Where they begin. */
  readonly begins: readonly string[];
  readonly #before = new Map<string, string | null>();
  readonly #depth = new Map<string, number>();
  /** By device and by whom it is linked to: its own ends of those links. */
  readonly #ends = new Map<string, Map<string, Place[]>>();

  constructor(from: readonly string[], topology: Topology, links: readonly Link[]) {
    const begins: string[] = [];
    for (const id of from) {
      if (this.#before.has(id)) continue;
      const part = new Set([id]);
      for (const one of part) for (const next of topology.neighbours(one)) part.add(next);
      const anchors = anchorsOf([...part], topology);
      // A device that no link is known of has no way that begins anywhere.
      if (part.size > 1) begins.push(...anchors);
      this.#walk(anchors, topology);
    }
    this.begins = begins;
    for (const { ends: [one, other] } of links) {
      this.#note(one, other.device);
      this.#note(other, one.device);
    }
  }

  /** The next device towards the host, with its port; null where nobody tells of one. */
  towards(device: string): Place | null {
    const next = this.#before.get(device);
    if (next === null || next === undefined) return null;
    return this.#ends.get(next)?.get(device)?.[0] ?? { device: next, port: null };
  }

  /** Who is linked to a device over what is at risk, and is farther from the host. A port that nobody names might be any. */
  beyond({ device, port }: AtRisk): readonly string[] {
    const depth = this.#depth.get(device) ?? 0;
    return [...this.#ends.get(device) ?? []].flatMap(([other, ends]) =>
      (this.#depth.get(other) ?? Infinity) > depth && ends.some((end) => port === null || end.port === null || end.port === port || end.aggregate === port) ? [other] : []);
  }

  #walk(anchors: readonly string[], topology: Topology): void {
    const queue = [...anchors];
    for (const anchor of anchors) {
      this.#before.set(anchor, null);
      this.#depth.set(anchor, 0);
    }
    for (const one of queue) {
      for (const next of topology.neighbours(one)) {
        if (this.#before.has(next)) continue;
        this.#before.set(next, one);
        this.#depth.set(next, (this.#depth.get(one) ?? 0) + 1);
        queue.push(next);
      }
    }
  }

  #note(end: Place, other: string): void {
    const ends = this.#ends.get(end.device) ?? new Map<string, Place[]>();
    this.#ends.set(end.device, ends);
    ends.set(other, [...ends.get(other) ?? [], end]);
  }
}
