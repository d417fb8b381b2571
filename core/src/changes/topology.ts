import type { ManagedDevice } from '../inventory/index.ts';

/** Who is linked to whom, by what neighbours say of each other (LLDP, CDP), and over which ports. */
export class Topology {
  readonly #devices: ReadonlyMap<string, ManagedDevice>;
  readonly #byName: ReadonlyMap<string, readonly ManagedDevice[]>;
  readonly #byChassis = new Map<string, string>();
  /** What a device itself says: neighbour → its own ports towards it. */
  readonly #told = new Map<string, Map<string, Set<string | null>>>();
  /** What neighbours say of a device's ports: neighbour → the device's ports as the neighbour names them. */
  readonly #heard = new Map<string, Map<string, Set<string | null>>>();

  constructor(devices: readonly ManagedDevice[]) {
    this.#devices = new Map(devices.map((device) => [device.id, device]));
    this.#byName = Map.groupBy(devices, ({ name }) => name.toLowerCase());
    for (const { id, keys } of devices) for (const { type, value } of keys) if (type === 'chassisId' || type === 'mac') this.#byChassis.set(value.toLowerCase(), id);
    for (const device of devices) {
      for (const { localPort, remotePort, remoteName, remoteChassis } of device.neighbours) {
        for (const other of this.#meant(device, remoteName, remoteChassis)) {
          note(this.#told, device.id, other, localPort);
          note(this.#heard, other, device.id, remotePort);
        }
      }
    }
  }

  get ids(): Iterable<string> {
    return this.#devices.keys();
  }

  device(id: string): ManagedDevice | undefined {
    return this.#devices.get(id);
  }

  neighbours(id: string): ReadonlySet<string> {
    return new Set([...(this.#told.get(id)?.keys() ?? []), ...(this.#heard.get(id)?.keys() ?? [])]);
  }

  /**
   * Whether a device still reaches a neighbour when these ports of its own are gone. Its own word counts before the
   * neighbour's, who may name the same port otherwise; a port that nobody names might be any.
   */
  survives(id: string, neighbour: string, gone: ReadonlySet<string>): boolean {
    const own = this.#told.get(id)?.get(neighbour);
    if (own !== undefined) return [...own].some((port) => port !== null && !gone.has(port));
    const ports = new Set(this.#devices.get(id)?.interfaces.map(({ name }) => name));
    return [...(this.#heard.get(id)?.get(neighbour) ?? [])].some((port) => port !== null && ports.has(port) && !gone.has(port));
  }

  /** The chassis is sure. A name is looked for at the same site first; where several have it, all are meant. */
  #meant(from: ManagedDevice, name: string | null, chassis: string | null): string[] {
    const sure = this.#byChassis.get(chassis?.toLowerCase() ?? '');
    const named = this.#byName.get(name?.toLowerCase() ?? '') ?? [];
    const near = named.filter(({ site }) => site === from.site);
    const meant = sure === undefined ? (near.length > 0 ? near : named).map(({ id }) => id) : [sure];
    return meant.filter((id) => id !== from.id);
  }
}

function note(links: Map<string, Map<string, Set<string | null>>>, from: string, to: string, port: string | null): void {
  const of = links.get(from) ?? new Map<string, Set<string | null>>();
  links.set(from, of);
  of.set(to, (of.get(to) ?? new Set()).add(port));
}
