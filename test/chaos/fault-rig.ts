import type { Change } from '../../core/src/changes/index.ts';
import { FaultyTransports, type OperationFault } from './faulty-transports.ts';
import { LeapingClock } from './leaping-clock.ts';
import { SimulatedNetwork } from './network.ts';
import { Onlookers, type Word } from './onlookers.ts';
import { openHost, type Host } from './open-host.ts';

const person = 'ann';

/** What a change is about, and what goes wrong in it. */
export interface FaultyChange {
  /** What switches and server had before; the PBX has what the change before gave it. */
  readonly before: { readonly first: string; readonly second: string; readonly contact: string; readonly text: string | null };
  /** Names of the resources that are changed. */
  readonly only: readonly string[];
  readonly waves: object;
  /** Whether all that goes wrong passes by itself, so that no device may stay held. */
  readonly isPassing?: boolean;
  /** By the number of the operation, counted from the start of the apply. */
  readonly faults: readonly (readonly [number, OperationFault])[];
  /** What people say to the change, by the operation at which they do. */
  readonly words?: readonly (readonly [number, Word])[];
  /** The operations at which somebody else applies a plan for the same devices. */
  readonly rivals?: readonly number[];
}

/** What every place of the network is to have. */
type Values = readonly (string | null)[];

/** A host and its devices in one process, where each operation on a device can fail. */
export class FaultRig implements AsyncDisposable {
  readonly network: SimulatedNetwork;
  readonly transports: FaultyTransports;
  readonly #host: Host;
  readonly #clock: LeapingClock;
  #round = 0;
  /** Words that a running change heard, and changes that were refused beside it. */
  said = 0;
  rivals = 0;
  /** Operations of the last change, from the start of its apply. */
  #operations = 0;

  private constructor(network: SimulatedNetwork, host: Host, transports: FaultyTransports, clock: LeapingClock) {
    this.#clock = clock;
    this.network = network;
    this.#host = host;
    this.transports = transports;
  }

  static async start(lane: number): Promise<FaultRig> {
    const clock = new LeapingClock();
    const network = await SimulatedNetwork.start(lane, clock);
    let faulty: FaultyTransports | null = null;
    const host = await openHost({ directory: network.configuration, plugging: 'in-process', pass: async (milliseconds) => clock.leap(milliseconds), between: (real) => (faulty = new FaultyTransports(real, clock)) });
    if (faulty === null) throw new Error('a host without transports');
    const rig = new FaultRig(network, host, faulty, clock);
    await host.discover();
    return rig;
  }

  get names(): readonly string[] {
    return [...new Set(this.network.places.map(({ name }) => name))];
  }

  /** Operations of a change of everything that nothing disturbs, from the start of its apply. */
  async measure(): Promise<number> {
    await this.change({ before: { first: 'a', second: 'b', contact: 'c', text: 'd\n' }, only: this.names, waves: { sizes: [1], soak: '1ms', atOnce: 1 }, faults: [] });
    return this.#operations;
  }

  /** What is wrong after the change, compared with what the model says; empty when all is right. */
  async change({ before, only, waves, faults, isPassing = false, words = [], rivals = [] }: FaultyChange): Promise<readonly string[]> {
    this.#round += 1;
    const tag = `f${this.#round}`;
    this.network.seed(before);
    const old = this.#values();
    const fresh = this.network.places.map(({ name, now, wanted }) => (only.includes(name) ? wanted(tag) : now));
    const { changes } = this.#host;
    const text = this.network.change(tag, waves, only);
    const plan = await changes.plan({ text, file: 'change.yaml', person });
    const onlookers = new Onlookers(changes, plan, await changes.plan({ text: this.network.change(`${tag}r`, waves, only), file: 'rival.yaml', person: 'bob' }));
    this.network.writes.clear();
    this.transports.begin(new Map(faults), (operation) => {
      for (const [at, word] of words) if (at === operation) onlookers.say(word);
      if (rivals.includes(operation)) onlookers.compete();
    });
    const outcome = await changes.apply({ plan, person, onProgress: onlookers.onProgress }).catch((error: unknown) => error);
    this.#operations = this.transports.operations;
    const wrongs = [...(await onlookers.end())];
    this.said += onlookers.said;
    this.rivals += onlookers.rivals;
    for (const [written, times] of this.network.writes) if (times > 1 && new RegExp(`\\b${tag}\\b`).test(written)) wrongs.push(`${written} was written ${times} times`);
    this.transports.mend();
    wrongs.push(...(await onlookers.undo()));
    const change = (await changes.list()).find(({ title }) => title === `To ${tag}`);
    if (change === undefined) {
      if (!(outcome instanceof Error)) wrongs.push('a change came of it that is not known');
      wrongs.push(...this.#differing(old, 'no change began'));
    } else wrongs.push(...this.#untrue(change, old, fresh), ...(await this.#settle(change, old)));
    if (isPassing && change !== undefined && change.state !== 'kept' && change.state !== 'reverted-verified') wrongs.push('it is held, though every device is there again');
    wrongs.push(...(await this.#later(text)));
    if (await this.#leases() > 0) wrongs.push('devices are held');
    return wrongs.map((wrong) => `${tag}: ${wrong}; ${change?.state}; ${change?.message ?? ''}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host[Symbol.asyncDispose]();
    await this.network[Symbol.asyncDispose]();
  }

  #values(): Values {
    return this.network.places.map(({ now }) => now);
  }

  #differing(wanted: Values, when: string): readonly string[] {
    return this.network.places.flatMap(({ name, now }, place) => (now === wanted[place] ? [] : [`${when}, and ${name} has ${JSON.stringify(now)}, not ${JSON.stringify(wanted[place])}`]));
  }

  /** Where what is said of the change, and of each of its steps, is not so. */
  #untrue(change: Change, old: Values, fresh: Values): readonly string[] {
    const said = new Map(change.steps.map(({ device, resource, state }) => [`${this.#host.inventory.find(device)?.name} ${resource}`, state]));
    const places = this.network.places.flatMap(({ name, now }, place) => {
      const state = said.get(name);
      const wanted = state === undefined || state === 'restored' || state === 'untouched' ? old[place] : state === 'verified' ? fresh[place] : now;
      return now === wanted ? [] : [`${name} is said to be ${state ?? 'no part of it'} and has ${JSON.stringify(now)}`];
    });
    const unsaved = new Set((change.unsaved ?? []).map(({ deviceName }) => deviceName));
    const startups = this.network.places.flatMap(({ name, startup }, place) => {
      const isKept = change.state === 'kept' && said.get(name) === 'verified';
      if (startup === undefined || !said.has(name)) return [];
      if (!isKept) return startup === fresh[place] ? [`${name} starts with what was not kept`] : [];
      return startup === fresh[place] || unsaved.has(name.replace(/ .*$/, '')) ? [] : [`${name} starts with ${JSON.stringify(startup)}, and nobody says so`];
    });
    const states = [...said.values()];
    const ends = states.every((state) => (change.state === 'kept' ? ['verified', 'restored', 'untouched'] : ['restored', 'untouched']).includes(state));
    const isHeld = change.state === 'failed-held' || change.state === 'reverted-unverified';
    return [...places, ...startups, ...(['kept', 'reverted-verified'].includes(change.state) ? (ends ? [] : [`it is ${change.state}, and its steps are ${states.join(', ')}`]) : isHeld && !ends ? [] : [`it ended as ${change.state}`])];
  }

  /** What is held is put back by a person once all cables are in place again. */
  async #settle({ id, state }: Change, old: Values): Promise<readonly string[]> {
    if (state === 'reverted-verified') return this.#differing(old, 'all was put back');
    if (state === 'kept') return [];
    const undone = await this.#host.changes.undo({ change: id, person }).catch((error: unknown) => error);
    if (undone instanceof Error) return [`it is ${state}, and cannot be undone: ${undone.message}`];
    return this.#differing(old, 'it was held and undone');
  }

  /** Nothing is on trial any more that a device would take back later on. */
  async #later(text: string): Promise<readonly string[]> {
    const end = this.#values();
    this.#clock.leap(3_600_000);
    // Reads every device: a simulated machine does what is due when somebody asks it something.
    await this.#host.changes.plan({ text, file: 'change.yaml', person });
    return this.#differing(end, 'an hour has gone by');
  }

  async #leases(): Promise<number> {
    const [row] = await this.#host.store.read({ sql: 'SELECT count(*) AS held FROM change_lease WHERE change_id IS NOT NULL' });
    return Number(row?.['held']);
  }
}
