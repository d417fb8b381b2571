import { setTimeout as delay } from 'node:timers/promises';
import { startHost } from '../../core/dist/host/index.js';
import { startAgent, type AgentProcess } from './agent-process.ts';
import { benchConfiguration } from './configuration.ts';
import type { Host } from './usage.ts';

/** Each has a socket for each of its switches. */
const switchesOfAgent = 15_000;
/** What is not measured here. */
const others = Object.fromEntries(['lags', 'load', 'poe', 'sensors', 'spanningTree', 'stack', 'traffic', 'uptime'].map((check) => [check, 'off']));

/** So many switches of 33 ports, one on each address from 127.96.0.1 on, and a host that checks the ports of each once in the interval. */
export class SwitchFleet implements AsyncDisposable {
  readonly port: number;
  readonly #count: number;
  readonly #everySeconds: number;
  readonly #agents: readonly AgentProcess[];
  readonly #running: AsyncDisposableStack;

  private constructor(count: number, everySeconds: number, agents: readonly AgentProcess[], port: number, running: AsyncDisposableStack) {
    this.#count = count;
    this.#everySeconds = everySeconds;
    this.#agents = agents;
    this.port = port;
    this.#running = running;
  }

  static async play(count: number, everySeconds: number): Promise<SwitchFleet> {
    await using running = new AsyncDisposableStack();
    const agent = running.use(await startAgent('switches', [String(Math.min(count, switchesOfAgent))]));
    const all = [agent];
    for (let before = switchesOfAgent; before < count; before += switchesOfAgent) {
      all.push(running.use(await startAgent('switches', [String(Math.min(count - before, switchesOfAgent)), '127.96', String(before), String(agent.port)])));
    }
    return new SwitchFleet(count, everySeconds, all, agent.port, running.move());
  }

  async host(): Promise<Host> {
    const prefix = 32 - Math.ceil(Math.log2(this.#count + 2));
    const every = { 'snmp-switch': { ports: `${this.#everySeconds}s`, ...others } };
    const written = this.#running.use(await benchConfiguration({ snmpPort: this.port, networks: [`127.96.0.0/${prefix}`], plugins: { 'snmp-switch': {} }, every, firstWithin: `${this.#everySeconds}s` }));
    return this.#running.use(await startHost({ directory: written.directory }));
  }

  /** Every tenth is dead from now on, and every twentieth slow (2 s). */
  trouble(): void {
    for (const agent of this.#agents) agent.tell('trouble');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running.disposeAsync();
  }
}

/** Ports are learned in the first round; the second is as all that follow. */
export async function settled({ services: { health, inventory } }: Host): Promise<void> {
  const begun = health.schedule().runs;
  const found = inventory.devices().length;
  while (health.schedule().runs < begun + 3 * found) await delay(200);
}
