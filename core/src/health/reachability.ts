import type { Transports } from '../transports/index.ts';
import type { Clock } from './clock.ts';
import type { HealthSettings } from './settings.ts';
import { firstTurn, nextTurn } from './spread.ts';
import { Timetable } from './timetable.ts';

/** `open`: answers, or cannot be judged · `doubtful`: missed, being tried again · `down`: missed too often. */
export type Gate = 'open' | 'doubtful' | 'down';

export interface GateSubject {
  readonly device: string;
  readonly address: string;
  readonly settings: HealthSettings;
  readonly timeoutMs: number;
  /** Somebody named it in a site's file and it was never seen: its first silence counts. */
  readonly expected: boolean;
}

interface Watched {
  subject: GateSubject;
  gate: Gate;
  /** A device that never answered an echo may just not answer echoes: only one that did can be missed. */
  answers: boolean;
  misses: number;
  probing: boolean;
}

export interface ReachabilityOptions {
  readonly transports: Pick<Transports, 'sweep'>;
  readonly clock: Clock;
  readonly onAnswered: (device: string) => void;
  readonly onDown: (device: string) => void;
  readonly onUp: (device: string) => void;
}

/** Echoes that come due together leave in one sweep. */
const gathering = 20;
/** How soon a miss is tried again, until it counts. */
export const doubtRetry = 2_000;
const firstRound = 5_000;
const longestBackOff = 300_000;

/** The cheap gate before checks: one echo per device now and then, in bulk, rarer and rarer for the dead. */
export class Reachability implements AsyncDisposable {
  readonly #options: ReachabilityOptions;
  readonly #watched = new Map<string, Watched>();
  readonly #table: Timetable<Watched>;
  readonly #stop = new AbortController();
  readonly #sweeps = new Set<Promise<void>>();
  #batch: Watched[] = [];
  #gather: Disposable | null = null;

  constructor(options: ReachabilityOptions) {
    this.#options = options;
    this.#table = new Timetable(options.clock, (watched) => this.#due(watched));
  }

  gateOf(device: string): Gate {
    return this.#watched.get(device)?.gate ?? 'open';
  }

  /** Begins to watch, or takes a new address or settings; `known` is what an earlier run of the host left. */
  watch(subject: GateSubject, known: { readonly answers: boolean; readonly down: boolean }): void {
    const found = this.#watched.get(subject.device);
    if (found) {
      found.subject = subject;
      return;
    }
    const watched: Watched = { subject, gate: known.down ? 'down' : 'open', answers: known.answers || known.down, misses: 0, probing: false };
    this.#watched.set(subject.device, watched);
    // Soon: what is found wrong now saves the first round of checks their deadlines.
    this.#table.set(watched, firstTurn(`gate/${subject.device}`, subject.settings.gateEvery, this.#options.clock.now(), firstRound));
  }

  forget(device: string): void {
    const watched = this.#watched.get(device);
    if (watched) this.#table.delete(watched);
    this.#watched.delete(device);
  }

  /** Something suggests that the device is not there: look now. */
  probeSoon(device: string): void {
    const watched = this.#watched.get(device);
    if (watched && watched.gate === 'open' && !watched.probing) this.#table.set(watched, this.#options.clock.now());
  }

  /** A check got an answer: the device is there, whatever the echoes say. */
  alive(device: string): void {
    const watched = this.#watched.get(device);
    if (watched && watched.gate !== 'open') this.#answered(watched);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#gather?.[Symbol.dispose]();
    this.#table[Symbol.dispose]();
    await Promise.all(this.#sweeps);
  }

  #due(watched: Watched): void {
    watched.probing = true;
    this.#batch.push(watched);
    this.#gather ??= this.#options.clock.after(gathering, () => {
      this.#gather = null;
      const batch = this.#batch;
      this.#batch = [];
      const sweep = this.#sweep(batch).finally(() => this.#sweeps.delete(sweep));
      this.#sweeps.add(sweep);
    });
  }

  async #sweep(batch: readonly Watched[]): Promise<void> {
    const addresses = [...new Set(batch.map((watched) => watched.subject.address))];
    const timeoutMs = Math.max(...batch.map((watched) => watched.subject.timeoutMs));
    let answered: ReadonlyMap<string, number> | null = null;
    try {
      answered = await this.#options.transports.sweep(addresses, { timeoutMs }, this.#stop.signal);
    } catch {
      // Without a working ping nothing can be said of any device: the gates stay as they are and checks run.
    }
    if (this.#stop.signal.aborted) return;
    for (const watched of batch) {
      watched.probing = false;
      if (this.#watched.get(watched.subject.device) !== watched) continue;
      if (answered === null) this.#later(watched, watched.subject.settings.gateEvery);
      else if (answered.has(watched.subject.address)) this.#answered(watched);
      else this.#missed(watched);
    }
  }

  #answered(watched: Watched): void {
    const { device } = watched.subject;
    const wasDown = watched.gate === 'down';
    watched.gate = 'open';
    watched.misses = 0;
    if (!watched.answers) {
      watched.answers = true;
      this.#options.onAnswered(device);
    }
    this.#later(watched, watched.subject.settings.gateEvery);
    if (wasDown) this.#options.onUp(device);
  }

  #missed(watched: Watched): void {
    const { settings, device } = watched.subject;
    if (!watched.answers && !watched.subject.expected) {
      this.#later(watched, settings.gateEvery);
      return;
    }
    watched.misses += 1;
    if (watched.misses < settings.attempts && watched.gate !== 'down') {
      watched.gate = 'doubtful';
      this.#table.set(watched, this.#options.clock.now() + doubtRetry);
      return;
    }
    const wasDown = watched.gate === 'down';
    watched.gate = 'down';
    const rounds = Math.max(0, watched.misses - settings.attempts);
    this.#later(watched, Math.max(settings.gateEvery, Math.min(longestBackOff, settings.gateEvery * 2 ** Math.min(rounds, 20))));
    if (!wasDown) this.#options.onDown(device);
  }

  #later(watched: Watched, interval: number): void {
    this.#table.set(watched, nextTurn(`gate/${watched.subject.device}`, interval, this.#options.clock.now()));
  }
}
