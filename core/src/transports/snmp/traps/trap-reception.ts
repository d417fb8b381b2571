import { setTimeout as delay } from 'node:timers/promises';
import type { WireTrap } from '@jackfield/sdk/runtime';
import type { TrapHub } from './trap-hub.ts';
import type { ArrivedTrap, TrapCounts, TrapNews, TrapOrder, TrapPlace, TrapSource } from './trap-messages.ts';

/** Who keeps what came. */
export interface TrapKeeper {
  /** True when it is on disk. `isHeard`: a watcher has it at once, and need not be given it later. */
  keep(arrived: ArrivedTrap, isHeard: boolean): Promise<boolean>;
  /** What came for a device while nobody listened, oldest first; the same is not given twice. */
  missed(device: string): Promise<readonly WireTrap[]>;
  counted(counts: TrapCounts): void;
  opened(port: number): void;
  /** The port cannot be had, or was lost; it is tried again. */
  failed(error: unknown): void;
}

/** The end of the receiver that is in a transport thread. */
export interface TrapThread {
  receive(listen: TrapPlace, signal: AbortSignal, tell: (news: TrapNews) => void): Promise<void>;
  order(order: TrapOrder): void;
}

const longestPauseMs = 60_000;

/** Receives traps until disposed: opens the port again when it was lost, has each trap kept, then acknowledged and delivered. */
export class TrapReception implements AsyncDisposable {
  readonly #thread: TrapThread;
  readonly #hub: TrapHub;
  readonly #keeper: TrapKeeper;
  readonly #stop = new AbortController();
  readonly #keeping = new Set<Promise<void>>();
  readonly #running: Promise<void>;
  #sources: readonly TrapSource[] = [];
  #isOpen = false;

  constructor(thread: TrapThread, hub: TrapHub, listen: TrapPlace, keeper: TrapKeeper) {
    this.#thread = thread;
    this.#hub = hub;
    this.#keeper = keeper;
    this.#running = this.#run(listen);
  }

  /** From where traps are taken from now on. */
  accept(sources: readonly TrapSource[]): void {
    this.#sources = sources;
    if (this.#isOpen) this.#thread.order({ kind: 'sources', sources });
  }

  missed(device: string): Promise<readonly WireTrap[]> {
    return this.#keeper.missed(device);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('no traps are received any more'));
    await this.#running;
    await Promise.all(this.#keeping);
  }

  async #run(listen: TrapPlace): Promise<void> {
    const { signal } = this.#stop;
    for (let pauseMs = 1_000; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const error: unknown = await this.#thread.receive(listen, signal, (news) => {
        if (news.kind === 'open') pauseMs = 1_000;
        this.#hear(news);
      }).then(() => new Error('the receiver ended'), (reason: unknown) => reason);
      this.#isOpen = false;
      if (signal.aborted) return;
      this.#keeper.failed(error);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #hear(news: TrapNews): void {
    if (news.kind === 'counts') this.#keeper.counted(news.counts);
    else if (news.kind === 'open') {
      this.#isOpen = true;
      this.#thread.order({ kind: 'sources', sources: this.#sources });
      this.#keeper.opened(news.port);
    } else {
      const keeping = this.#keep(news.number, news.arrived).finally(() => this.#keeping.delete(keeping));
      this.#keeping.add(keeping);
    }
  }

  async #keep(number: number, arrived: ArrivedTrap): Promise<void> {
    const { device, trap } = arrived;
    const kept = await this.#keeper.keep(arrived, this.#hub.isHeard(device)).catch(() => false);
    this.#thread.order({ kind: 'settled', number, kept });
    // A hint is a hint also when there is no room to keep it.
    this.#hub.deliver(device, trap);
  }
}
