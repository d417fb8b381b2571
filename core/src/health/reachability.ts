import type { Transports } from '../transports/index.ts';
import type { Clock } from './clock.ts';
import type { HealthSettings } from './settings.ts';
import { firstTurn, nextTurn } from './spread.ts';
import { Timetable } from './timetable.ts';
import type { ClosedHop, Look, Way } from './way.ts';

/** `open`: answers, or cannot be judged · `doubtful`: missed, being tried again · `down`: missed too often · `cut`: a jump host before it lets nothing through. */
export type Gate = 'open' | 'doubtful' | 'down' | 'cut';

export interface GateSubject {
  readonly device: string;
  readonly address: string;
  readonly settings: HealthSettings;
  readonly timeoutMs: number;
  /** Somebody named it in a site's file and it was never seen, or jump hosts lead there: its first silence counts. */
  readonly expected: boolean;
  /** Null where echoes reach it. */
  readonly way: Way | null;
}

interface Watched {
  subject: GateSubject;
  gate: Gate;
  /** A device that never answered an echo may just not answer echoes: only one that did can be missed. */
  answers: boolean;
  misses: number;
  probing: boolean;
  /** Something waits for what is seen. */
  soon: boolean;
  /** The jump host that cut it off. */
  cutBy: string | null;
}

export interface ReachabilityOptions {
  readonly transports: Pick<Transports, 'sweep'>;
  readonly clock: Clock;
  readonly onAnswered: (device: string) => void;
  /** `why` is null when it just does not answer. */
  readonly onDown: (device: string, why: string | null) => void;
  readonly onUp: (device: string) => void;
  readonly look: (way: Way, signal: AbortSignal) => Promise<Look>;
  /** Told after each look: what keeps the jump host closed may be another thing by now. */
  readonly onCut: (device: string, hop: ClosedHop) => void;
  /** Something came through all these jump hosts. */
  readonly onPassed: (hops: readonly string[]) => void;
}

/** Echoes in their turn leave in one sweep: each is a process of its own. */
const gathering = 500;
/** What a check or a doubt hangs on does not wait for others. */
const gatheringSoon = 20;
/** How soon a miss is tried again, until it counts. */
export const doubtRetry = 2_000;
const firstRound = 5_000;
const longestBackOff = 300_000;

/**
 * The cheap gate before checks: one echo per device now and then, in bulk, rarer and rarer for the dead. Echoes do not go
 * through jump hosts: a device behind them is looked at along its way, and only when a check could not reach it.
 */
export class Reachability implements AsyncDisposable {
  readonly #options: ReachabilityOptions;
  readonly #watched = new Map<string, Watched>();
  readonly #table: Timetable<Watched>;
  readonly #stop = new AbortController();
  readonly #looks = new Set<Promise<void>>();
  readonly #cut = new Set<Watched>();
  #batch: Watched[] = [];
  #gather: { readonly at: number; readonly timer: Disposable } | null = null;

  constructor(options: ReachabilityOptions) {
    this.#options = options;
    this.#table = new Timetable(options.clock, (watched) => this.#due(watched));
  }

  gateOf(device: string): Gate {
    return this.#watched.get(device)?.gate ?? 'open';
  }

  /** How many devices have this jump host on their way. */
  behind(hop: string): number {
    return [...this.#watched.values()].filter(({ subject }) => subject.way?.hops.includes(hop) === true).length;
  }

  /** Begins to watch, or takes a new address or settings; `known` is what an earlier run of the host left. */
  watch(subject: GateSubject, known: { readonly answers: boolean; readonly down: boolean; readonly cutBy: string | null }): void {
    const found = this.#watched.get(subject.device);
    if (found) {
      found.subject = subject;
      return;
    }
    const gate = known.down ? 'down' : known.cutBy === null ? 'open' : 'cut';
    const watched: Watched = { subject, gate, answers: known.answers || known.down, misses: 0, probing: false, soon: false, cutBy: known.cutBy };
    if (gate === 'cut') this.#cut.add(watched);
    this.#watched.set(subject.device, watched);
    // Soon: what is found wrong now saves the first round of checks their deadlines.
    this.#table.set(watched, firstTurn(`gate/${subject.device}`, subject.settings.gateEvery, this.#options.clock.now(), firstRound));
  }

  forget(device: string): void {
    const watched = this.#watched.get(device);
    if (watched) {
      this.#table.delete(watched);
      this.#cut.delete(watched);
    }
    this.#watched.delete(device);
  }

  /** Something suggests that the device is not there: look now. */
  probeSoon(device: string): void {
    const watched = this.#watched.get(device);
    if (!watched || (watched.gate !== 'open' && watched.gate !== 'cut') || watched.probing) return;
    watched.soon = true;
    this.#table.set(watched, this.#options.clock.now());
  }

  /** A check got an answer: the device is there, whatever the echoes say. */
  alive(device: string): void {
    const watched = this.#watched.get(device);
    if (watched === undefined) return;
    if (watched.gate === 'open') this.#passed(watched);
    else this.#answered(watched);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#gather?.timer[Symbol.dispose]();
    this.#table[Symbol.dispose]();
    await Promise.all(this.#looks);
  }

  #due(watched: Watched): void {
    watched.probing = true;
    if (watched.subject.way !== null) return this.#follow(this.#lookAlong(watched, watched.subject.way));
    this.#batch.push(watched);
    const within = watched.soon || watched.gate === 'doubtful' ? gatheringSoon : gathering;
    watched.soon = false;
    const at = this.#options.clock.now() + within;
    if (this.#gather !== null && this.#gather.at <= at) return;
    this.#gather?.timer[Symbol.dispose]();
    const timer = this.#options.clock.after(within, () => {
      this.#gather = null;
      const batch = this.#batch;
      this.#batch = [];
      this.#follow(this.#sweep(batch));
    });
    this.#gather = { at, timer };
  }

  #follow(look: Promise<void>): void {
    const done = look.finally(() => this.#looks.delete(done));
    this.#looks.add(done);
  }

  async #lookAlong(watched: Watched, way: Way): Promise<void> {
    const seen = await this.#options.look(way, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    watched.probing = false;
    if (this.#watched.get(watched.subject.device) !== watched) return;
    if (seen === 'unclear') {
      if (watched.gate === 'doubtful') watched.gate = 'open';
      else if (watched.gate !== 'open') this.#later(watched, watched.subject.settings.gateEvery);
      return;
    }
    if (seen === 'answers') return this.#answered(watched);
    if (seen === 'silent') this.#passed(watched);
    this.#missed(watched, seen);
  }

  /** What the jump hosts of its way cut off may be there again. */
  #passed({ subject: { way } }: Watched): void {
    if (way === null) return;
    this.#options.onPassed(way.hops);
    const now = this.#options.clock.now();
    for (const other of this.#cut) {
      const isSoon = (this.#table.dueAt(other) ?? now) <= now + firstRound;
      if (isSoon || other.probing || other.cutBy === null || !way.hops.includes(other.cutBy)) continue;
      this.#table.set(other, firstTurn(`gate/${other.subject.device}`, other.subject.settings.gateEvery, now, firstRound));
    }
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
      else this.#missed(watched, 'silent');
    }
  }

  #answered(watched: Watched): void {
    const { device } = watched.subject;
    const wasDown = watched.gate === 'down' || watched.gate === 'cut';
    watched.gate = 'open';
    watched.misses = 0;
    watched.cutBy = null;
    this.#cut.delete(watched);
    if (!watched.answers) {
      watched.answers = true;
      this.#options.onAnswered(device);
    }
    // Behind jump hosts its checks tell: each look would stand in the log of its SSH server.
    if (watched.subject.way === null) this.#later(watched, watched.subject.settings.gateEvery);
    else this.#table.delete(watched);
    this.#passed(watched);
    if (wasDown) this.#options.onUp(device);
  }

  #missed(watched: Watched, seen: 'silent' | { readonly barred: string } | ClosedHop): void {
    const { settings, device } = watched.subject;
    if (!watched.answers && !watched.subject.expected) {
      this.#later(watched, settings.gateEvery);
      return;
    }
    watched.misses += 1;
    if (watched.misses < settings.attempts && watched.gate !== 'down' && watched.gate !== 'cut') {
      watched.gate = 'doubtful';
      this.#table.set(watched, this.#options.clock.now() + doubtRetry);
      return;
    }
    const wasDown = watched.gate === 'down';
    // One that was down before its jump host was closed stays so: nothing else is known of it.
    const hop = !wasDown && typeof seen === 'object' && 'hop' in seen ? seen : null;
    watched.gate = hop === null ? 'down' : 'cut';
    watched.cutBy = hop?.hop ?? null;
    if (hop === null) this.#cut.delete(watched);
    else this.#cut.add(watched);
    const rounds = Math.max(0, watched.misses - settings.attempts);
    this.#later(watched, Math.max(settings.gateEvery, Math.min(longestBackOff, settings.gateEvery * 2 ** Math.min(rounds, 20))));
    if (hop !== null) this.#options.onCut(device, hop);
    else if (!wasDown) this.#options.onDown(device, typeof seen === 'object' && 'barred' in seen ? seen.barred : null);
  }

  #later(watched: Watched, interval: number): void {
    this.#table.set(watched, nextTurn(`gate/${watched.subject.device}`, interval, this.#options.clock.now()));
  }
}
