import { setTimeout as delay } from 'node:timers/promises';
import { HostProcess, type HostProcessOptions } from './host-process.ts';
import type { Network } from './network.ts';
import type { KillPoint, Known, Order, Plugging, ShownChange } from './orders.ts';
import type { Random } from './random.ts';
import type { Report } from './report.ts';

/** What a host is killed in: a change that would be kept, one that fails by itself and is put back, or an undoing. */
export type Work = 'change' | 'failing' | 'undo';

/** When a host is killed. */
export type Kill =
  /** At a write of its journal. */
  | { readonly work: Work; readonly at: KillPoint }
  /** After a part of the time that the work takes to be planned, or applied. */
  | { readonly work: Work; readonly during: 'plan' | 'apply'; readonly part: number }
  /** At a write of the start after a kill that left all devices written and nothing kept. */
  | { readonly recovery: KillPoint };

export interface LaneOptions {
  readonly name: string;
  readonly network: Network;
  readonly plugging: Plugging;
  /** The host's program, where it is not the sources. */
  readonly entry?: string | undefined;
  readonly report: Report;
  readonly random: Random;
}

/** How often the host writes to its store in each work, from the first to the last. */
export type Writes = Readonly<Record<Work | 'recovery', number>>;

const inTurn = { sizes: [1, 2], soak: '1ms', atOnce: 4 };
const waves: readonly object[] = [
  inTurn,
  { sizes: ['100%'], soak: '1ms', atOnce: 4 },
  { sizes: [1, 2, '100%'], soak: '20ms', maxFailures: 1 },
  { sizes: [2], by: 'site', soak: '1ms', atOnce: 2 },
];

/** Those that lose no device and go on. */
const whole = waves.filter((one) => !('maxFailures' in one));

/** A network with a host that is killed again and again. */
export class Lane implements AsyncDisposable {
  readonly #options: LaneOptions;
  #host: HostProcess;
  /** What all devices have, by the tag of the change that gave it. */
  #tag = 'r0';
  #round = 0;
  /** What the host said when it came up last. */
  #said: Known = { changes: [], leases: 0 };
  readonly #known = new Set<string>();
  /** How long it takes on this machine now, in milliseconds. */
  readonly #takes = { plan: 1_000, change: 1_000, failing: 1_000, undo: 1_000, start: 1_500 };

  private constructor(options: LaneOptions) {
    this.#options = options;
    this.#host = this.#process();
  }

  /** Its devices discovered, one change made. The network is closed with it. */
  static async open(options: LaneOptions): Promise<Lane> {
    const lane = new Lane(options);
    try {
      await lane.#host.hear('up');
      lane.#host.tell({ do: 'discover' });
      await lane.#host.hear('done');
      await lane.#settle();
      return lane;
    } catch (error) {
      await lane[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Does each work once without a kill in it, but for the one that is recovered from. */
  async measure(): Promise<Writes> {
    // A host that is new asks the devices while it plans, as one does that is killed.
    await this.renew();
    const change = await this.#settle();
    await this.renew();
    const failing = this.#options.network.refuse(true) ? await this.#undisturbed({ do: 'change', text: this.#options.network.change(this.#nextTag(), inTurn), killAt: null }, 'reverted-verified', 'failing') : 0;
    this.#options.network.refuse(false);
    const before = this.#tag;
    await this.#settle();
    const undo = await this.#undisturbed({ do: 'undo', killAt: null }, 'kept', 'undo');
    this.#tag = before;
    const tag = this.#nextTag();
    await this.#killLate(tag);
    const recovery = (await this.#start('recovery, to count its writes')).writes;
    await this.#verify(tag, 'recovery, to count its writes');
    return { change, failing, undo, recovery };
  }

  /** A change under way, killed, started again, and looked at. */
  async kill(kill: Kill): Promise<void> {
    if ('recovery' in kill) return this.#killRecovery(kill.recovery);
    const { network, random, report } = this.#options;
    const { work } = kill;
    const rollout = 'at' in kill || work === 'failing' ? inTurn : random.one(waves, inTurn);
    const tag = await this.#prepare(work);
    const killAt = 'at' in kill ? kill.at : null;
    const begin = performance.now();
    this.#host.tell(work === 'undo' ? { do: 'undo', killAt } : { do: 'change', text: network.change(tag, rollout), killAt });
    if ('at' in kill) await this.#host.hear('ended');
    else {
      if (kill.during === 'apply') {
        await this.#host.hear('begun');
        this.#takes.plan = performance.now() - begin;
      }
      await delay(kill.part * this.#takes[kill.during === 'plan' ? 'plan' : work]);
    }
    await this.#host.kill();
    report.kills += 1;
    network.refuse(false);
    const during = `${work} ${JSON.stringify(kill)} of ${JSON.stringify(rollout)}`;
    await this.#start(during);
    await this.#verify(tag, during);
  }

  /** A change under way to which something is done that its host survives; looked at without a start in between. */
  async disturb(title: string, disturbance: (host: HostProcess) => Promise<void> | void): Promise<void> {
    const { network, random, report, name } = this.#options;
    const tag = this.#nextTag();
    const rollout = random.one(whole, inTurn);
    this.#host.tell({ do: 'change', text: network.change(tag, rollout), killAt: null });
    await this.#host.hear('begun');
    await delay(random.next() * this.#takes.change);
    await disturbance(this.#host);
    report.faults += 1;
    const ended = await this.#host.hear('ended');
    const code = /\(JF\d+\)/.exec(ended?.error ?? '');
    if (code !== null) report.note(`${title}: said to have failed ${code[0]}`);
    this.#host.tell({ do: 'look' });
    const state = await this.#host.hear('state');
    if (state === null) throw new Error(`${name}: ${title}: the host ended: ${this.#host.errors}`);
    this.#said = state;
    await this.#verify(tag, `${title} of ${JSON.stringify(rollout)}`);
  }

  /** After all that was done to it, the same host takes a change as ever. */
  async goesOn(after: string): Promise<void> {
    try {
      await this.#settle();
    } catch (error) {
      this.#options.report.violation(`${after}: no change is taken any more: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** A new host on the same store: no plugin has a past there. */
  async renew(): Promise<void> {
    await this.#host.kill();
    await this.#start('a new host');
  }

  /** A change of a host whose disk takes so many more pages; looked at by the next that has room. */
  async fillDisk(pages: number): Promise<void> {
    const { network, report } = this.#options;
    await this.#host.kill();
    this.#host = this.#process({ maxPages: Math.ceil((await network.databaseBytes()) / 4_096) + pages });
    await this.#host.hear('up');
    const tag = this.#nextTag();
    this.#host.tell({ do: 'change', text: network.change(tag, inTurn), killAt: null });
    report.faults += 1;
    const ended = await this.#host.hear('ended');
    report.note(ended?.error === null ? 'changes that a full disk did not stop' : 'changes that a full disk stopped');
    await this.#host.kill();
    await this.#start('full disk');
    await this.#verify(tag, `a disk with room for ${pages} pages`);
  }

  /** Another host on the same state is told that this one has it. */
  async second(): Promise<void> {
    const { report, name } = this.#options;
    await using other = this.#process();
    const said = await other.next();
    report.faults += 1;
    if (said?.said !== 'refused' || said.code !== 'JF7002') report.violation(`${name}: a second host on one store: ${JSON.stringify(said)}`);
  }

  /** What is only looked at once: that the audit holds together, and that nothing was left behind. */
  async inspect(): Promise<void> {
    const { network, report, name } = this.#options;
    this.#host.tell({ do: 'look' });
    const state = await this.#host.hear('state');
    if (state === null || state.auditBroken !== null) report.violation(`${name}: the audit does not hold from record ${state?.auditBroken}`);
    report.note('temporary files left on devices', (await network.litter()).length);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host.kill();
    await this.#options.network[Symbol.asyncDispose]();
  }

  #process(more: Pick<HostProcessOptions, 'killAt' | 'maxPages'> = {}): HostProcess {
    const { network: { configuration }, plugging, entry } = this.#options;
    return new HostProcess({ directory: configuration, plugging, entry, ...more });
  }

  #nextTag(): string {
    this.#round += 1;
    return `r${this.#round}`;
  }

  /** The tag that the work gives the devices; an undoing gives them one that they had. */
  async #prepare(work: Work): Promise<string> {
    if (work === 'undo') {
      const before = this.#tag;
      await this.#settle();
      this.#options.network.writes.clear();
      return before;
    }
    this.#options.network.refuse(work === 'failing');
    return this.#nextTag();
  }

  /** A change that nobody disturbs: gives how often the host wrote to its store. */
  async #settle(): Promise<number> {
    const tag = this.#nextTag();
    const writes = await this.#undisturbed({ do: 'change', text: this.#options.network.change(tag, inTurn), killAt: null }, 'kept', 'change');
    this.#tag = tag;
    return writes;
  }

  async #undisturbed(order: Order, outcome: string, work: Work): Promise<number> {
    this.#host.tell(order);
    const done = await this.#host.hear('ended');
    if (done?.change?.state !== outcome) throw new Error(`${this.#options.name}: a ${work} that nothing disturbed: ${JSON.stringify(done)} ${this.#host.errors}`);
    this.#known.add(done.change.id);
    this.#takes[work] = done.ms;
    this.#options.network.writes.clear();
    return done.writes;
  }

  /** Killed when all is pushed and nothing said to be kept. */
  async #killLate(tag: string): Promise<void> {
    this.#host.tell({ do: 'change', text: this.#options.network.change(tag, inTurn), killAt: { write: 'keep', when: 'before' } });
    await this.#host.hear('ended');
    await this.#host.kill();
    this.#options.report.kills += 1;
  }

  async #killRecovery(at: KillPoint): Promise<void> {
    const { report } = this.#options;
    const tag = this.#nextTag();
    await this.#killLate(tag);
    this.#host = this.#process({ killAt: at });
    await this.#host.hear('up');
    await this.#host.kill();
    report.kills += 1;
    report.note('kills of a host that starts');
    const during = `recovery ${JSON.stringify(at)}`;
    await this.#start(during);
    await this.#verify(tag, during);
  }

  /** A new host on the same store; now and then killed while it recovers, and started once more. */
  async #start(during: string): Promise<{ readonly writes: number }> {
    const { random, report, name } = this.#options;
    for (let tries = 0; ; tries += 1) {
      const begin = performance.now();
      this.#host = this.#process();
      if (tries < 2 && random.next() < 0.1) {
        await delay((0.4 + random.next() * 0.7) * this.#takes.start);
        await this.#host.kill();
        report.kills += 1;
        report.note('kills of a host that starts');
        continue;
      }
      const up = await this.#host.hear('up');
      if (up === null) throw new Error(`${name}: ${during}: the host does not come up again: ${this.#host.errors}`);
      this.#takes.start = performance.now() - begin;
      this.#said = up;
      return up;
    }
  }

  /** Compares what the host says with what the devices have. `tag`: what the work was to give them. */
  async #verify(tag: string, during: string): Promise<void> {
    const { network, report, name } = this.#options;
    const { changes, leases } = this.#said;
    const [fresh, old] = await Promise.all([network.has(tag), network.has(this.#tag)]);
    const isNew = fresh.every(Boolean);
    const isOld = old.every(Boolean);
    const made = changes.filter(({ id }) => !this.#known.has(id));
    for (const { id } of changes) this.#known.add(id);
    const wrongs = [
      ...(isNew || isOld ? [] : ['devices are neither all old nor all new']),
      ...(leases === 0 ? [] : [`${leases} devices are held`]),
      ...(made.length > 1 ? ['more than one change came of it'] : []),
      ...untrue(made[0], isNew),
      ...network.forgetful.filter((device) => !changes.some(({ unsaved = [] }) => unsaved.some(({ deviceName }) => deviceName === device))).map((device) => `${device} starts with something else than it runs, and nobody says so`),
      ...[...network.writes].filter(([written, times]) => times > 1 && new RegExp(`\\b${tag}\\b`).test(written)).map(([written, times]) => `${written} was written ${times} times`),
    ];
    const described = wrongs.length === 0 ? '' : await network.describe();
    for (const wrong of wrongs) report.violation(`${name}, ${tag}, ${during}: ${wrong}; ${described}; ${JSON.stringify(made)}`);
    report.note(made[0] === undefined ? 'no change begun' : made[0].state);
    network.writes.clear();
    if (isNew) this.#tag = tag;
    else if (!isOld) await this.#settle();
  }
}

/** Where what is said of a change is not so. */
function untrue(change: ShownChange | undefined, isNew: boolean): readonly string[] {
  if (change === undefined) return isNew ? ['devices are new, and no change is known'] : [];
  const { state, steps } = change;
  if (state !== 'kept' && state !== 'reverted-verified') return [`the change is ${state}`];
  if ((state === 'kept') !== isNew) return [`the change is ${state}, the devices are ${isNew ? 'new' : 'old'}`];
  const odd = steps.filter((step) => (state === 'kept' ? step.state !== 'verified' : !['restored', 'untouched'].includes(step.state)));
  return odd.map((step) => `${step.device} ${step.resource} is said to be ${step.state} in a change that is ${state}`);
}
