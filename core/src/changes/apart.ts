import type { ManagedDevice } from '../inventory/index.ts';
import type { Step } from './change-step.ts';
import { networkOf } from './known-network.ts';
import type { Topology } from './topology.ts';

/** Devices that must not be changed in one wave: the two ends of a link, and those that stand in for each other. */
export class Apart {
  readonly #topology: Topology;
  readonly #groups: ReadonlyMap<string, readonly string[]>;

  constructor(devices: readonly ManagedDevice[]) {
    this.#topology = networkOf(devices).topology;
    const grouped = devices.flatMap(({ id, labels: { redundancy } }) => (redundancy === undefined ? [] : [{ id, redundancy }]));
    this.#groups = new Map([...Map.groupBy(grouped, ({ redundancy }) => redundancy)].map(([group, members]) => [group, members.map(({ id }) => id)]));
  }

  /** Ids of the devices that one must be kept apart from. */
  from(device: string): ReadonlySet<string> {
    const group = this.#topology.device(device)?.labels['redundancy'];
    const others = new Set([...this.#topology.neighbours(device), ...(group === undefined ? [] : this.#groups.get(group) ?? [])]);
    others.delete(device);
    return others;
  }
}

/** Ids of the devices of a change that those of some of its steps are kept apart from. */
export function besideOf(steps: readonly Pick<Step, 'device'>[], all: readonly Pick<Step, 'device'>[], devices: readonly ManagedDevice[]): readonly string[] {
  const own = new Set(steps.map(({ device }) => device));
  const others = new Set(all.map(({ device }) => device)).difference(own);
  if (others.size === 0) return [];
  const apart = new Apart(devices);
  return [...new Set([...own].flatMap((device) => [...apart.from(device)]))].filter((device) => others.has(device));
}
