import { setTimeout as delay } from 'node:timers/promises';
import { HostProcess } from './host-process.ts';
import { Network } from './network.ts';
import type { KillPoint, Said, ShownChange } from './orders.ts';
import type { Random } from './random.ts';
import type { Report } from './report.ts';

/** When a host is killed: at a write of its journal, or at a part of the time that a change takes to be planned or applied. */
export type Kill = { readonly at: KillPoint } | { readonly during: 'plan' | 'apply'; readonly part: number };

export type Up = Extract<Said, { said: 'up' }>;

const waves: readonly object[] = [
  { sizes: [1, 2], soak: '1ms', atOnce: 4 },
  { sizes: ['100%'], soak: '1ms', atOnce: 4 },
  { sizes: [1, 2, '100%'], soak: '20ms', maxFailures: 1 },
  { sizes: [2], by: 'site', soak: '1ms', atOnce: 2 },
];
const ended = ['kept', 'reverted-verified'];

/** A network of its own with a host that is killed again and again. */
export class Lane implements AsyncDisposable {
  readonly network: Network;
  readonly #report: Report;
  readonly #random: Random;
  readonly #name: string;
  #host: HostProcess;
  /** What all devices have, by the tag of the change that gave it. */
  tag = 'r0';
  #round = 0;
  #known = new Set<string>();
  /** How long it takes on this machine now, in milliseconds. */
  readonly #take = { plan: 1_000, apply: 1_000, start: 1_500 };

  private constructor(network: Network, name: string, report: Report, random: Random) {
    this.network = network;
    this.#name = name;
    this.#report = report;
    this.#random = random;
    this.#host = new HostProcess(network.configuration);
  }

  /** Its devices discovered, one change made. `writes`: how often the engine wrote to its store for it. */
  static async open(number: number, report: Report, random: Random): Promise<{ readonly lane: Lane; readonly writes: number }> {
    const lane = new Lane(await Network.start(number), `lane ${number}`, report, random);
    try {
      await lane.#host.hear('up');
      lane.#host.tell({ do: 'discover' });
      await lane.#host.hear('done');
      return { lane, writes: await lane.settle() };
    } catch (error) {
      await lane[Symbol.asyncDispose]();
      throw error;
    }
  }

  get host(): HostProcess {
    return this.#host;
  }

  /** A change that nobody disturbs; every kind of kill begins from a network that is whole. */
  async settle(waveSettings: object = waves[0] ?? {}): Promise<number> {
    const tag = this.nextTag();
    this.#host.tell({ do: 'change', text: this.network.change(tag, waveSettings), killAt: null });
    const done = await this.#host.hear('ended');
    if (done?.change?.state !== 'kept') throw new Error(`${this.#name}: a change that nothing disturbed: ${JSON.stringify(done)} ${this.#host.errors}`);
    this.#known.add(done.change.id);
    this.tag = tag;
    this.#take.apply = done.ms;
    return done.writes;
  }

  nextTag(): string {
    this.#round += 1;
    return `r${this.#round}`;
  }

  /** A change under way, killed, started again, and looked at. */
  async kill(kill: Kill): Promise<void> {
    const tag = this.nextTag();
    const wave = 'at' in kill ? (waves[0] ?? {}) : this.#random.one(waves, {});
    const text = this.network.change(tag, wave);
    const begin = performance.now();
    this.#host.tell({ do: 'change', text, killAt: 'at' in kill ? kill.at : null });
    if ('at' in kill) await this.#host.hear('ended');
    else {
      if (kill.during === 'apply') {
        await this.#host.hear('begun');
        this.#take.plan = performance.now() - begin;
      }
      await delay(kill.part * this.#take[kill.during]);
    }
    await this.#host.kill();
    this.#report.kills += 1;
    const during = 'at' in kill ? `killed ${kill.at.when} write ${kill.at.write}` : `killed at ${kill.part.toFixed(3)} of ${Math.round(this.#take[kill.during])} ms of ${kill.during}`;
    await this.verify(tag, await this.restart(during), `${during} of ${JSON.stringify(wave)}`);
  }

  /** A new host on the same store; now and then killed while it recovers, and started once more. */
  async restart(during: string): Promise<Up> {
    for (let tries = 0; ; tries += 1) {
      const begin = performance.now();
      this.#host = new HostProcess(this.network.configuration);
      if (tries < 2 && this.#random.next() < 0.15) {
        await delay(this.#random.next() * this.#take.start * 1.2);
        await this.#host.kill();
        this.#report.kills += 1;
        this.#report.note('kills of a host that starts');
        continue;
      }
      const up = await this.#host.hear('up');
      if (up === null) throw new Error(`${this.#name}: ${during}: the host does not come up again: ${this.#host.errors}`);
      this.#take.start = performance.now() - begin;
      return up;
    }
  }

  /** Compares what the host says with what the devices have. `tag`: what the change was to give them. */
  async verify(tag: string, said: Pick<Up, 'changes' | 'leases'>, during: string): Promise<void> {
    const wrong = (text: string): void => this.#report.violation(`${this.#name}, ${tag}, ${during}: ${text}; ${this.network.describe()}; ${JSON.stringify(said)}`);
    const [fresh, old] = [this.network.has(tag), this.network.has(this.tag)];
    const allNew = fresh.every(Boolean);
    if (!allNew && !old.every(Boolean)) wrong('devices are neither all old nor all new');
    if (said.leases !== 0) wrong(`${said.leases} devices are held`);
    const made = said.changes.filter(({ id }) => !this.#known.has(id));
    for (const change of said.changes) this.#known.add(change.id);
    if (made.length > 1) wrong('more than one change came of it');
    const [change] = made;
    this.#report.note(change === undefined ? 'no change begun' : change.state);
    for (const problem of this.#untrue(change, allNew)) wrong(problem);
    for (const [written, times] of this.network.writes) if (times > 1 && written.includes(tag)) wrong(`${written} was written ${times} times`);
    this.network.writes.clear();
    this.tag = allNew ? tag : this.tag;
    if (!allNew && !old.every(Boolean)) await this.settle();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host.kill();
    await this.network[Symbol.asyncDispose]();
  }

  /** Where what is said of a change is not so. */
  #untrue(change: ShownChange | undefined, allNew: boolean): string[] {
    if (change === undefined) return allNew ? ['devices are new, and no change is known'] : [];
    if (!ended.includes(change.state)) return [`the change is ${change.state}`];
    if ((change.state === 'kept') !== allNew) return [`the change is ${change.state}, the devices are ${allNew ? 'new' : 'old'}`];
    const odd = change.steps.filter(({ state }) => (change.state === 'kept' ? state !== 'verified' : !['restored', 'untouched'].includes(state)));
    return odd.map(({ device, resource, state }) => `${device} ${resource} is said to be ${state} in a change that is ${change.state}`);
  }
}
