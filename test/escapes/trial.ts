import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { SupervisionOptions } from '../../core/src/plugins/index.ts';
import { HostProcess, type Said } from './host-process.ts';
import { Outside } from './outside.ts';

export interface Attempt {
  readonly name: string;
  readonly effect: string;
}

export interface Layers {
  readonly without: NonNullable<SupervisionOptions['without']>;
  readonly hostRefusesInspector: boolean;
}

const memoryCap = 300 * 1_024 * 1_024;

/** One line of trials: an outside, and a host that is replaced when it was hurt. */
export class Trial implements AsyncDisposable {
  readonly #outside = new Outside();
  readonly #layers: Layers;
  readonly #id: string;
  #host: HostProcess | null = null;

  constructor(layers: Layers, id: string) {
    this.#layers = layers;
    this.#id = id;
  }

  async open(): Promise<void> {
    await this.#outside.open();
  }

  async list(): Promise<readonly Attempt[]> {
    const said = (await this.#ask({ name: '', list: true }))?.said;
    return Array.isArray(said) ? said : [];
  }

  /** Makes one attempt in a fresh process. True when something leaked. */
  async leaks({ name, effect }: Attempt): Promise<boolean> {
    this.#outside.reset();
    const said = await this.#ask({ name, keep: effect === 'orphan' });
    if (effect === 'orphan') return this.#livesOn(said);
    // What a signal or a packet does shows a moment later.
    if (effect === 'harm' || effect === 'heard') await delay(60);
    const answer = answerOf(said);
    const host = this.#hostHurt();
    if (host) await this.#replaceHost();
    if (host || this.#outside.changed || this.#outside.heard || this.#outside.siblingHurt) return true;
    switch (effect) {
      case 'claim':
        return answer === 'true';
      case 'claim-quiet':
      case 'answer':
        return answer !== null;
      case 'evaluated':
        return answer === 'evaluated';
      case 'memory':
        return (said?.peak ?? 0) > memoryCap;
      default:
        return answer?.includes(this.#outside.token) === true;
    }
  }

  #hostHurt(): boolean {
    return this.#host?.hurt === true;
  }

  async #replaceHost(): Promise<void> {
    await this.#host?.kill();
    this.#host = null;
  }

  async #livesOn(said: Said | null): Promise<boolean> {
    await this.#replaceHost();
    if (said?.pid === null || said === null) return false;
    for (let turn = 0; turn < 120; turn += 1) {
      if (!runs(said.pid)) return false;
      await delay(25);
    }
    process.kill(said.pid, 'SIGKILL');
    return true;
  }

  async #ask(order: { readonly name: string; readonly list?: boolean; readonly keep?: boolean }): Promise<Said | null> {
    this.#host ??= new HostProcess(this.#outside.token, this.#layers.hostRefusesInspector);
    const said = await this.#host.ask({
      id: this.#id, directory: this.#outside.directory, target: this.#outside.target(this.#host.pid), list: false, keep: false, without: this.#layers.without, ...order,
    });
    if (said?.notMade !== undefined) throw new Error(`${order.name === '' ? 'the list of attempts' : order.name} was never asked for: ${said.notMade}`);
    return said;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#replaceHost();
    await this.#outside[Symbol.asyncDispose]();
  }
}

/** A process that nobody has taken leave of yet is dead all the same. */
function runs(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !'ZX'.includes(stat.charAt(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

function answerOf(said: Said | null): string | null {
  const value = said?.said;
  return typeof value === 'object' && value !== null && 'answer' in value && typeof value.answer === 'string' ? value.answer : null;
}
