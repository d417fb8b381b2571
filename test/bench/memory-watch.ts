import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { pluginProcess, type Host } from './usage.ts';

const mib = 1_048_576;
/** Milliseconds between two looks. */
const everyMs = 500;

/** What is resident of a process, in MiB; none of one that is not there. */
async function resident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1_024;
}

export interface Resident {
  readonly host: number;
  readonly plugin: number;
}

/** Looks at the memory of a host and a plugin all the time: what counts is the most that they need together. */
export class MemoryWatch implements AsyncDisposable {
  readonly #host: Host;
  readonly #plugin: string;
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;
  #most: Resident = { host: 0, plugin: 0 };

  constructor(host: Host, plugin: string) {
    this.#host = host;
    this.#plugin = plugin;
    this.#watching = this.#watch();
  }

  /** The most since the last time that this was asked. */
  take(): Resident {
    const most = this.#most;
    this.#most = { host: 0, plugin: 0 };
    return most;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const now = { host: process.memoryUsage.rss() / mib, plugin: await resident(await pluginProcess(this.#host, this.#plugin)) };
      if (now.host + now.plugin > this.#most.host + this.#most.plugin) this.#most = now;
      await delay(everyMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}
