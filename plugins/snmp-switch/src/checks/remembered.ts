/** Devices of which something is remembered; beyond that it is read each time. */
const mostDevices = 50_000;

/** What was found out of each device and holds for a while; the device that was looked at longest ago goes first. */
export class Remembered<Facts> {
  readonly #known = new Map<string, { readonly until: number; readonly facts: Facts }>();
  readonly #staleMs: number;

  constructor(staleMs: number) {
    this.#staleMs = staleMs;
  }

  /** What is known of a device and still holds. */
  get(device: string): Facts | null {
    const known = this.#known.get(device);
    return known === undefined || performance.now() > known.until ? null : known.facts;
  }

  keep(device: string, facts: Facts, forMs = this.#staleMs): Facts {
    this.#known.delete(device);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= mostDevices) this.#known.delete(oldest);
    this.#known.set(device, { until: performance.now() + forMs, facts });
    return facts;
  }

  forget(device: string): void {
    this.#known.delete(device);
  }
}
