import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface LiarOrders {
  readonly seed: number;
  /** Agents, each of which is asked one thing after the other. */
  readonly lanes: number;
  readonly recordings: readonly string[];
  /** Where traps are sent. */
  readonly trapPort: number | null;
  /** Only these exchanges of one lane, again and again. */
  readonly replay: { readonly lane: number; readonly exchanges: readonly number[] } | null;
}

/** What they said so far. */
export interface LiarTold {
  /** The truth left out. */
  readonly packets: number;
  readonly counts: readonly (readonly [lie: string, times: number])[];
  /** Where it is asked for, by lane: the last requests, by the number that their lies follow from, with the beginning of each datagram. */
  readonly last: readonly { readonly exchanges: readonly { readonly number: number; readonly said: readonly string[] }[] }[];
}

/** The process of the agents that lie: what they cost is not the host's. */
export class LiarProcess implements AsyncDisposable {
  readonly #child: ReturnType<typeof LiarProcess.spawn>;
  readonly #exited: Promise<unknown>;
  /** Who waits for a line of it, in the order in which they asked. */
  readonly #waiting: PromiseWithResolvers<string>[] = [];
  #ports: readonly number[] = [];

  private constructor(child: ReturnType<typeof LiarProcess.spawn>) {
    this.#child = child;
    this.#exited = once(child, 'exit');
    child.once('exit', () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error('the agents ended'));
    });
    createInterface(child.stdout).on('line', (line) => this.#waiting.shift()?.resolve(line));
  }

  static async start(orders: LiarOrders): Promise<LiarProcess> {
    const liar = new LiarProcess(LiarProcess.spawn(orders));
    liar.#ports = JSON.parse(await liar.#line());
    return liar;
  }

  get ports(): readonly number[] {
    return this.#ports;
  }

  /** `honest`: from now on they say nothing but the truth. */
  async told(what: 'counts' | 'last' | 'honest'): Promise<LiarTold> {
    const line = this.#line();
    this.#child.stdin.write(`${what}\n`);
    return JSON.parse(await line);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end();
    await this.#exited;
  }

  #line(): Promise<string> {
    const waiting = Promise.withResolvers<string>();
    if (this.#child.exitCode !== null) waiting.reject(new Error('the agents ended'));
    this.#waiting.push(waiting);
    return waiting.promise;
  }

  private static spawn(orders: LiarOrders) {
    return spawn(process.execPath, ['--conditions=jackfield-source', join(import.meta.dirname, 'processes/liar.ts'), JSON.stringify(orders)], { stdio: ['pipe', 'pipe', 'inherit'] });
  }
}
