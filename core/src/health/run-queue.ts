interface Lane {
  readonly waiting: (() => Promise<void>)[];
  running: number;
  limit: number;
}

/**
 * Runs work in lanes, one per device: a bounded number at once in a lane and in all, lanes taking turns. A slow device
 * holds its own lane and nothing else.
 */
export class RunQueue {
  readonly #lanes = new Map<string, Lane>();
  /** Lanes that have work and room, in the order of their turn. */
  readonly #ready = new Set<string>();
  readonly #total: number;
  #running = 0;

  constructor(total: number) {
    this.#total = total;
  }

  get running(): number {
    return this.#running;
  }

  add(device: string, limit: number, work: () => Promise<void>): void {
    const lane = this.#lanes.get(device) ?? { waiting: [], running: 0, limit };
    lane.limit = limit;
    lane.waiting.push(work);
    this.#lanes.set(device, lane);
    this.#offer(device, lane);
    this.#startNext();
  }

  #offer(device: string, lane: Lane): void {
    if (lane.waiting.length > 0 && lane.running < lane.limit) this.#ready.add(device);
    else if (lane.waiting.length === 0 && lane.running === 0) this.#lanes.delete(device);
  }

  #startNext(): void {
    for (const device of this.#ready) {
      if (this.#running >= this.#total) return;
      this.#ready.delete(device);
      const lane = this.#lanes.get(device);
      const work = lane?.waiting.shift();
      if (!lane || !work) continue;
      lane.running += 1;
      this.#running += 1;
      void this.#run(device, lane, work);
      // Put at the end: the other lanes come first.
      this.#offer(device, lane);
    }
  }

  async #run(device: string, lane: Lane, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } finally {
      lane.running -= 1;
      this.#running -= 1;
      this.#offer(device, lane);
      this.#startNext();
    }
  }
}
