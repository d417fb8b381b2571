import type { PluginHost } from '../plugins/index.ts';
import { runCheck, type Observation } from './check-runner.ts';
import type { Clock } from './clock.ts';
import { TimesWindow } from '../transports/index.ts';
import { RunQueue } from './run-queue.ts';
import type { ScheduledCheck } from './scheduled-check.ts';
import { Turns, type Turn } from './turns.ts';

export interface ExecutionOptions {
  readonly plugins: Pick<PluginHost, 'check'>;
  readonly clock: Clock;
  /** Checks at once over all devices: those that work, and all, with those that wait for their devices. */
  readonly concurrency: { readonly working: number; readonly total: number };
  readonly stop: AbortSignal;
  /** Asked when a queued check's turn comes: it may have gone, or its device. */
  readonly wanted: (check: ScheduledCheck, asked: boolean) => boolean;
  readonly settled: (check: ScheduledCheck, seen: Observation, started: number) => void;
}

/** How long the call of a run that was called off may take to end. */
const callingOffMs = 2_000;

/** How a run ended: with what there is to know, or because who asked for it does not want it any more. */
type RunEnd = 'over' | 'called off';

/** Runs checks: one in flight per device and check, a few per device, many over all. */
export class Execution {
  readonly #options: ExecutionOptions;
  readonly #queue: RunQueue;
  readonly #turns = new Turns();
  readonly #lag = new TimesWindow();
  readonly #runs = new Map<ScheduledCheck, Promise<RunEnd>>();
  readonly #releases = new Map<ScheduledCheck, Promise<void>>();
  readonly #open = new Set<AbortController>();
  #inFlight = 0;
  #ran = 0;
  #skipped = 0;

  constructor(options: ExecutionOptions) {
    this.#options = options;
    this.#queue = new RunQueue(options.concurrency.working, options.concurrency.total);
    options.stop.addEventListener('abort', () => {
      for (const run of this.#open) run.abort(options.stop.reason);
    }, { once: true });
  }

  counts(): { readonly inFlight: number; readonly runs: number; readonly skipped: number; readonly lagMs: ReturnType<TimesWindow['percentiles']> } {
    return { inFlight: this.#inFlight, runs: this.#ran, skipped: this.#skipped, lagMs: this.#lag.percentiles() };
  }

  /** A cycle has come: runs the check, or counts the cycle as skipped while the one before is not over. */
  cycle(check: ScheduledCheck, due: number): void {
    if (check.progress === 'idle') void this.#enqueue(check, due, false);
    else this.#skipped += 1;
  }

  /**
   * Somebody asks for it now, and what they did just before must show in the answer: a run that looks already is waited
   * for and not joined, one that waits for its turn must not tell what was read before, and one that somebody else calls off
   * is made again.
   */
  async ask(check: ScheduledCheck, signal?: AbortSignal): Promise<void> {
    if (check.progress === 'running') await this.#letGo(check);
    if (check.progress === 'queued') this.renew(check);
    const run = this.#runs.get(check) ?? (check.progress === 'idle' ? this.#enqueue(check, this.#options.clock.now(), true, signal) : null);
    // A plugin host that never let go: what is known of that is the answer.
    if (run === null || (await run) === 'over' || signal?.aborted === true || this.#options.stop.aborted) return;
    await this.ask(check, signal);
  }

  /** Something happened: a check that waits for its turn must not tell what was read before. */
  renew(check: ScheduledCheck): void {
    this.#turns.await(check, this.#options.clock.now());
  }

  async ended(): Promise<void> {
    await Promise.allSettled(this.#runs.values());
  }

  /** The end of the run that looks now, and of its call: one that was called off ends a moment later. */
  async #letGo(check: ScheduledCheck): Promise<void> {
    await this.#runs.get(check);
    const patience = Promise.withResolvers<void>();
    using _timer = this.#options.clock.after(callingOffMs, patience.resolve);
    await Promise.race([this.#releases.get(check), patience.promise]);
  }

  #enqueue(check: ScheduledCheck, due: number, asked: boolean, signal?: AbortSignal): Promise<RunEnd> {
    check.progress = 'queued';
    const { promise, resolve } = Promise.withResolvers<RunEnd>();
    this.#runs.set(check, promise);
    this.#turns.await(check, due);
    this.#queue.add(check.order.device.id, check.order.settings.perDevice, async (waits) => {
      let end: RunEnd = 'over';
      try {
        // What is due at the same moment is in the queue by then.
        await Promise.resolve();
        const turn = this.#turns.take(check);
        if (this.#options.stop.aborted || !this.#options.wanted(check, asked)) check.progress = 'idle';
        else end = await this.#run(check, due, turn, waits, signal);
      } finally {
        this.#runs.delete(check);
        resolve(end);
      }
    });
    return promise;
  }

  async #run(check: ScheduledCheck, due: number, turn: Turn, waits: (isWaiting: boolean) => void, signal: AbortSignal | undefined): Promise<RunEnd> {
    const { clock, plugins, stop, settled, wanted } = this.#options;
    const started = clock.now();
    check.progress = 'running';
    this.#inFlight += 1;
    this.#ran += 1;
    this.#lag.add(Math.max(0, started - due));
    const run = new AbortController();
    const callOff = (): void => run.abort(signal?.reason);
    if (signal?.aborted === true) callOff();
    signal?.addEventListener('abort', callOff, { once: true });
    this.#open.add(run);
    // A plugin host that never lets go keeps the check in flight: a second run beside it would harm the device.
    const release = Promise.withResolvers<void>();
    this.#releases.set(check, release.promise);
    const onReleased = (): void => {
      this.#open.delete(run);
      check.progress = 'idle';
      this.#inFlight -= 1;
      this.#releases.delete(check);
      release.resolve();
    };
    const seen = await runCheck(plugins, clock, check.order, turn, 'jackfield', run, { onWaiting: waits, onReleased });
    signal?.removeEventListener('abort', callOff);
    if (signal?.aborted === true) return 'called off';
    if (!stop.aborted && wanted(check, true)) settled(check, seen, started);
    return 'over';
  }
}
