import { isUnfinished, type Change, type ChangeService } from '../changes/index.ts';
import { JackfieldError } from '../errors/index.ts';
import { listen, type HostEvents } from '../events/index.ts';
import { nextTurn, RunQueue, systemClock, Timetable, type Clock } from '../health/index.ts';
import type { Inventory, ManagedDevice } from '../inventory/index.ts';

export interface RoundsOptions {
  /** What the rounds are for: two kinds of rounds come to a device at different times. */
  readonly name: string;
  readonly inventory: Pick<Inventory, 'devices' | 'find'>;
  readonly events: HostEvents;
  /** Milliseconds between two turns of a device; null: never. */
  readonly every: (device: ManagedDevice) => number | null;
  /** What it throws is told as `round.failed`. */
  readonly work: (device: ManagedDevice, signal: AbortSignal) => Promise<void>;
  /** Devices that nobody came to yet have their first turn sooner: those that are found, and those that `known` does not name at the start. */
  readonly early?: { readonly withinMs: number; readonly known: () => Promise<readonly string[]> };
  /** Devices at once. */
  readonly atOnce: number;
  /** Whatever the end of a change, its devices may be others than before: they are come to out of turn. */
  readonly changes: Pick<ChangeService, 'find'>;
  /** Told before a device is come to because of a change. */
  readonly changed?: (device: string, change: Change) => void;
  /** Done once, when the rounds begin. */
  readonly tidy: () => Promise<void>;
  readonly clock?: Clock | undefined;
}

interface Stop {
  readonly device: string;
  interval: number;
}

/** Comes to each device again and again, at a time of its own that is the same after every start. */
export class DeviceRounds implements AsyncDisposable {
  readonly #options: RoundsOptions;
  readonly #clock: Clock;
  readonly #table: Timetable<Stop>;
  readonly #queue: RunQueue;
  readonly #stops = new Map<string, Stop>();
  readonly #stop = new AbortController();
  readonly #opened = new DisposableStack();
  readonly #running = new Set<Promise<void>>();

  constructor(options: RoundsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#queue = new RunQueue(options.atOnce);
    this.#table = this.#opened.use(new Timetable<Stop>(this.#clock, (stop) => this.#due(stop)));
  }

  start(): void {
    const { events, inventory } = this.#options;
    const takeInAll = (): void => inventory.devices().forEach((device) => this.#takeIn(device));
    this.#opened.use(listen(events, {
      'device.found': ({ device }) => {
        this.#changed(device);
        this.#early(device);
      },
      'device.changed': ({ device }) => this.#changed(device),
      'configuration.reloaded': takeInAll,
      'change.state': ({ change, to }) => {
        if (!isUnfinished(to)) this.#spawn('', () => this.#afterChange(change));
      },
    }));
    takeInAll();
    this.#spawn('', this.#options.tidy);
    const { early } = this.#options;
    if (early !== undefined) this.#spawn('', async () => {
      const known = new Set(await early.known());
      for (const device of this.#stops.keys()) if (!known.has(device)) this.#early(device);
    });
  }

  /** Comes to a device out of turn, as soon as there is room. */
  soon(id: string): void {
    if (this.#stop.signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#running.add(promise);
    this.#queue.add(id, 1, async () => {
      await this.#told(id, async () => {
        const device = this.#options.inventory.find(id);
        if (device !== null) await this.#options.work(device, this.#stop.signal);
      });
      this.#running.delete(promise);
      resolve();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('Jackfield is closing'));
    this.#opened.dispose();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #afterChange(id: string): Promise<void> {
    const change = await this.#options.changes.find(id);
    if (change === null) return;
    for (const device of new Set(change.steps.map((step) => step.device))) {
      this.#options.changed?.(device, change);
      this.soon(device);
    }
  }

  #spawn(device: string, work: () => Promise<void>): void {
    const done = this.#told(device, work).finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  /** Does it, and tells when it fails: nobody waits for it. */
  async #told(device: string, work: () => Promise<void>): Promise<void> {
    if (this.#stop.signal.aborted) return;
    try {
      await work();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const { events, name } = this.#options;
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      const [where, hint] = error instanceof JackfieldError ? [error.where, error.hint] : ['', ''];
      events.emit('round.failed', { what: name, device, code, message: error instanceof Error ? error.message : String(error), where, hint });
    }
  }

  #changed(id: string): void {
    const device = this.#options.inventory.find(id);
    if (device !== null) this.#takeIn(device);
  }

  #takeIn(device: ManagedDevice): void {
    const interval = this.#options.every(device);
    const known = this.#stops.get(device.id);
    if (interval === null) {
      if (known !== undefined) this.#table.delete(known);
      this.#stops.delete(device.id);
      return;
    }
    if (known?.interval === interval) return;
    const stop = known ?? { device: device.id, interval };
    stop.interval = interval;
    this.#stops.set(device.id, stop);
    this.#again(stop);
  }

  /** Brings the first turn of a device forward. */
  #early(device: string): void {
    const { early, name } = this.#options;
    const stop = this.#stops.get(device);
    if (early === undefined || stop === undefined) return;
    const at = nextTurn(`${name} ${device}`, Math.min(early.withinMs, stop.interval), this.#clock.now());
    if (at < (this.#table.dueAt(stop) ?? Infinity)) this.#table.set(stop, at);
  }

  #again(stop: Stop): void {
    this.#table.set(stop, nextTurn(`${this.#options.name} ${stop.device}`, stop.interval, this.#clock.now()));
  }

  #due(stop: Stop): void {
    // A device that left the inventory has no further turn.
    if (this.#options.inventory.find(stop.device) === null) {
      this.#stops.delete(stop.device);
      return;
    }
    this.#again(stop);
    this.soon(stop.device);
  }
}
