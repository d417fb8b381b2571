import { DeviceFinder, type ManagedDevice } from '../inventory/index.ts';

/** Who is linked to whom, by what neighbours say of each other (LLDP, CDP), and over which ports. */
export class Topology {
  readonly #devices: ReadonlyMap<string, ManagedDevice>;
  /** What a device itself says: neighbour → its own ports towards it. */
  readonly #told = new Map<string, Map<string, Set<string | null>>>();
  /** What neighbours say of a device's ports: neighbour → the device's ports as the neighbour names them. */
  readonly #heard = new Map<string, Map<string, Set<string | null>>>();

  constructor(devices: readonly ManagedDevice[]) {
    this.#devices = new Map(devices.map((device) => [device.id, device]));
    const finder = new DeviceFinder(devices);
    for (const device of devices) {
      for (const { localPort, remotePort, remoteName, remoteChassis } of device.neighbours) {
        for (const other of finder.meant(device, remoteName, remoteChassis)) {
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
   * Whether a device still reaches a neighbour when these ports of its own are gone, and with a link aggregate its members.
   * Its own word counts before the neighbour's, who may name the same port otherwise; a port that nobody names might be any.
   */
  survives(id: string, neighbour: string, named: ReadonlySet<string>): boolean {
    const members = this.#devices.get(id)?.interfaces.filter(({ aggregate }) => aggregate !== undefined && named.has(aggregate)) ?? [];
    const gone = new Set([...named, ...members.map(({ name }) => name)]);
    const own = this.#told.get(id)?.get(neighbour);
    if (own !== undefined) return [...own].some((port) => port !== null && !gone.has(port));
    const ports = new Set(this.#devices.get(id)?.interfaces.map(({ name }) => name));
    return [...(this.#heard.get(id)?.get(neighbour) ?? [])].some((port) => port !== null && ports.has(port) && !gone.has(port));
  }
}

function note(links: Map<string, Map<string, Set<string | null>>>, from: string, to: string, port: string | null): void {
  const of = links.get(from) ?? new Map<string, Set<string | null>>();
  links.set(from, of);
  of.set(to, (of.get(to) ?? new Set()).add(port));
}
