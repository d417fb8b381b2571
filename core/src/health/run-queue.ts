/** What is run: it says when it only waits for its device, and when it works again. */
export type Work = (waits: (isWaiting: boolean) => void) => Promise<void>;

interface Lane {
  readonly waiting: Work[];
  running: number;
  limit: number;
}

/**
 * Runs work in lanes, one per device: a bounded number at once in a lane and in all, lanes taking turns. A slow device
 * holds its own lane and nothing else: what waits for its device takes no place of those that work. Work is what costs
 * a plugin's time, so that one which cannot keep up is given no more than it can answer for.
 */
export class RunQueue {
  readonly #lanes = new Map<string, Lane>();
  /** Lanes that have work and room, in the order of their turn. */
  readonly #ready = new Set<string>();
  readonly #working: number;
  readonly #total: number;
  #running = 0;
  /** Of these, those that wait for their devices. */
  #idle = 0;

  /** @param working how many work at once @param total how many run at once, with those that wait for their devices */
  constructor(working: number, total = working) {
    this.#working = working;
    this.#total = total;
  }

  get running(): number {
    return this.#running;
  }

  add(device: string, limit: number, work: Work): void {
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
      if (this.#running >= this.#total || this.#running - this.#idle >= this.#working) return;
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

  async #run(device: string, lane: Lane, work: Work): Promise<void> {
    let isIdle = false;
    let isOver = false;
    const waits = (isWaiting: boolean): void => {
      if (isOver || isWaiting === isIdle) return;
      isIdle = isWaiting;
      this.#idle += isWaiting ? 1 : -1;
      if (isWaiting) this.#startNext();
    };
    try {
      await work(waits);
    } finally {
      waits(false);
      isOver = true;
      lane.running -= 1;
      this.#running -= 1;
      this.#offer(device, lane);
      this.#startNext();
    }
  }
}
