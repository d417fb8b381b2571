import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutcomeError } from '@jackfield/sdk';
import { stringify } from 'yaml';
import { createHostEvents } from '../../core/src/events/index.ts';
import { createTransports, transportSettings, type Operation, type Transports, type TrapCounts } from '../../core/src/transports/index.ts';
import { trap as trapSchema, wrongWith } from './answer-check.ts';
import { address, credentials, forged, identities, secrets } from './identities.ts';
import { LiarProcess, type LiarTold } from './liar-process.ts';
import { operations } from './operations.ts';
import { ThreadInspector, type ThreadState } from './thread-inspector.ts';

/** What brings a violation about again. */
export interface Case {
  readonly seed: number;
  readonly recordings: readonly string[];
  readonly lane: number;
  readonly identity: number;
  readonly operation: number;
  readonly exchanges: readonly number[];
}

export interface FuzzOptions {
  readonly seed: number;
  /** Datagrams that are sent to the host beside the truth, at least. */
  readonly packets: number;
  /** Recordings of devices that are played too. */
  readonly recordings: readonly string[];
  readonly replay: Case | null;
  readonly onProgress?: (packets: number) => void;
}

export interface Violation {
  readonly what: string;
  /** Null for what no single operation shows. */
  readonly how: (Case & { readonly said: readonly string[] }) | null;
}

export interface FuzzReport {
  readonly packets: number;
  readonly operations: number;
  /** By operation: how often it ended how. */
  readonly outcomes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly lies: LiarTold['counts'];
  readonly traps: TrapCounts | null;
  /** Of the transport thread, after a collection: when a fifth was done, and at the end. */
  readonly heapBytes: readonly [early: number, late: number];
  readonly rssBytes: readonly [early: number, late: number];
  readonly violations: readonly Violation[];
}

const lanes = 24;
const tryMs = 60;
const timeoutMs = 400;
/** What an operation may take beyond its deadline on a busy machine. */
const graceMs = 3_000;
/** How long an agent that tells the truth is asked until it is heard; longer than a session waits with engines it does not know. */
const patienceMs = 15_000;
/** An operation does not begin at the same exchange as it did: each has its turn. */
const rounds = 6;
const mebibyte = 1_048_576;
/** What a run may leave behind on the thread's heap: keys of engines, sizes of tables, code that became fast. */
const mostGrowth = 8 * mebibyte;
const mostRssGrowth = 60 * mebibyte;

/** Asks agents that lie, until so many datagrams have come; all must end in an answer or a coded outcome, in time, with nothing left. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-fuzz-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'credentials.yaml'), stringify(credentials), { mode: 0o600 });
  const inspector = opened.use(new ThreadInspector());
  const run = new Run(options);
  const events = createHostEvents();
  events.on('thread.restarted', ({ reason }) => run.violate(`the transport thread ended: ${reason}`));
  const transports = opened.use(createTransports({ directory: folder, stateDirectory: join(folder, 'state'), events }));
  const trapPort = options.replay === null ? await run.receiveTraps(transports, opened) : null;
  const { seed, recordings, replay } = options;
  const liar = opened.use(await LiarProcess.start({ seed, recordings, trapPort, lanes: replay === null ? lanes : 1, replay }));
  return await run.with(transports, liar, inspector);
}

class Run {
  readonly #options: FuzzOptions;
  readonly #violations: Violation[] = [];
  readonly #outcomes = new Map<string, Map<string, number>>();
  /** Devices that were asked. */
  readonly #keys = new Set<string>();
  #traps: TrapCounts | null = null;
  #operations = 0;
  #packets = 0;

  constructor(options: FuzzOptions) {
    this.#options = options;
  }

  violate(what: string, how: Violation['how'] = null): void {
    this.#violations.push({ what, how });
  }

  /** Traps of all agents, which are one device to the host. The port. */
  async receiveTraps(transports: Transports, opened: AsyncDisposableStack): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const reception = transports.receiveTraps({ address, port: 0, place: { file: 'jackfield.yaml' } }, {
      keep: async ({ trap }) => {
        const checked = trapSchema.safeParse(trap);
        if (!checked.success) this.violate(`a trap of another form: ${checked.error.message.slice(0, 300)}`);
        return true;
      },
      missed: async () => [],
      counted: (counts) => (this.#traps = counts),
      opened: resolve,
      failed: (error) => this.violate(`no traps are received: ${String(error)}`),
    });
    opened.use(reception);
    reception.accept([{ device: 'liar', address, credentials: Object.keys(credentials) }]);
    return promise;
  }

  async with(transports: Transports, liar: LiarProcess, inspector: ThreadInspector): Promise<FuzzReport> {
    const targets = liar.ports.map((port) => identities.map(({ name, credentials: of, version }) => ({
      key: `${port}/${name}`, site: 'fuzz', address,
      settings: transportSettings({ snmp: { port, credentials: of, ...(version === null ? {} : { version }), timeoutMs: tryMs, retries: 1 } }),
    })));
    const { packets, replay } = this.#options;
    let early: ThreadState | null = null;
    let earlyRss = 0;
    const until = async (share: number): Promise<void> => {
      while (this.#packets < packets * share) {
        await Promise.all(targets.map((identitiesOf, lane) => this.#ask(transports, liar, identitiesOf, lane)));
        ({ packets: this.#packets } = await liar.told('counts'));
        this.#options.onProgress?.(this.#packets);
      }
    };
    if (replay === null) {
      await until(0.2);
      early = await inspector.look();
      earlyRss = process.memoryUsage.rss();
      await until(1);
    } else {
      await this.#replay(transports, liar, targets[0] ?? [], replay);
    }
    await liar.told('honest');
    await Promise.all(targets.map((identitiesOf) => this.#comesRound(transports, identitiesOf)));
    const late = await inspector.look();
    const lateRss = process.memoryUsage.rss();
    const heapBytes = [early?.heapBytes ?? late.heapBytes, late.heapBytes] as const;
    if (heapBytes[1] - heapBytes[0] > mostGrowth) this.violate(`the thread's heap grew by ${Math.round((heapBytes[1] - heapBytes[0]) / mebibyte)} MiB after a fifth of the run`);
    if (early !== null && lateRss - earlyRss > mostRssGrowth) this.violate(`the process grew by ${Math.round((lateRss - earlyRss) / mebibyte)} MiB after a fifth of the run`);
    await this.#leavesNothing(transports, inspector);
    const { packets: sent, counts } = await liar.told('counts');
    return {
      packets: sent, operations: this.#operations, outcomes: this.#outcomes, lies: counts, traps: this.#traps, heapBytes,
      rssBytes: [early === null ? lateRss : earlyRss, lateRss], violations: this.#violations,
    };
  }

  /** Over one session, then each time over a new one: what is wrong may follow from the first contact. */
  async #replay(transports: Transports, liar: LiarProcess, targets: readonly Target[], { exchanges, identity, operation }: Case): Promise<void> {
    for (let times = 0; times < exchanges.length * rounds; times += 1) {
      const isNew = times > (exchanges.length * rounds) / 2;
      const asked = isNew ? targets.map((target) => ({ ...target, key: `${target.key}/${times}` })) : targets;
      await this.#operation(transports, liar, asked, 0, identity, operation);
    }
  }

  /** Each operation once, as each of the identities in turn, one after the other: what a lane is told follows from its seed. */
  async #ask(transports: Transports, liar: LiarProcess, targets: readonly Target[], lane: number): Promise<void> {
    for (const identity of targets.keys()) {
      for (const operation of operations.keys()) await this.#operation(transports, liar, targets, lane, identity, operation);
    }
  }

  async #operation(transports: Transports, liar: LiarProcess, targets: readonly Target[], lane: number, identity: number, number: number): Promise<void> {
    const [target, operation, who] = [targets[identity], operations[number], identities[identity]];
    if (target === undefined || operation === undefined || who === undefined) throw new Error('nobody to ask');
    this.#keys.add(target.key);
    const begin = performance.now();
    const { said, wrong } = await perform(transports, target, operation, who.isSigned);
    this.#operations += 1;
    const of = this.#outcomes.get(operation.op) ?? new Map<string, number>();
    this.#outcomes.set(operation.op, of.set(said, (of.get(said) ?? 0) + 1));
    const took = performance.now() - begin;
    const what = wrong ?? (took > timeoutMs + graceMs ? `took ${Math.round(took)} ms, with ${timeoutMs} to do it` : null);
    if (what === null) return;
    const { seed, recordings } = this.#options;
    const exchanges = (await liar.told('last')).last[lane]?.exchanges ?? [];
    this.violate(`${operation.op} as ${who.name}: ${what}`, { seed, recordings, lane, identity, operation: number, exchanges: exchanges.map((exchange) => exchange.number), said: exchanges.flatMap(({ said: words }) => words) });
  }

  /** Whatever was said to a session, it hears the truth in the end. */
  async #comesRound(transports: Transports, targets: readonly Target[]): Promise<void> {
    const [operation] = operations;
    if (operation === undefined) throw new Error('nothing to ask');
    for (const [identity, target] of targets.entries()) {
      let asked = await perform(transports, target, operation, false, graceMs);
      // A machine that is busy loses a try; a session that is lost stays so.
      for (const end = performance.now() + patienceMs; asked.said !== 'answered' && performance.now() < end; ) asked = await perform(transports, target, operation, false, graceMs);
      if (asked.said !== 'answered' || asked.wrong !== null) this.violate(`an agent that has come round is not heard as ${identities[identity]?.name}: ${asked.says}`);
    }
  }

  /** Once its sessions are given back, a thread has no socket and no timer but those of the trap receiver. */
  async #leavesNothing(transports: Transports, inspector: ThreadInspector): Promise<void> {
    for (const key of this.#keys) await transports.renew(key);
    const mayStay = this.#traps === null ? 0 : 1;
    let left: readonly string[] = [];
    // What was asked last over a session that is retired may still wait for its own end.
    for (const end = performance.now() + patienceMs; performance.now() < end; ) {
      const { resources } = await inspector.look();
      const sockets = resources.filter((kind) => kind === 'UDPWrap').slice(mayStay);
      left = [...sockets, ...resources.filter((kind) => kind === 'Timeout').slice(mayStay)];
      if (left.length === 0) break;
    }
    if (left.length > 0) this.violate(`the thread has ${left.length} sockets and timers left: ${[...new Set(left)].join(', ')}`);
    const inFlight = transports.status().reduce((sum, status) => sum + status.inFlight, 0);
    if (inFlight > mayStay) this.violate(`${inFlight} operations are still under way`);
  }
}

type Target = Parameters<Transports['perform']>[0]['target'];

interface Ended {
  readonly said: string;
  readonly says: string;
  readonly wrong: string | null;
}

async function perform(transports: Transports, target: Target, operation: Operation, isSigned: boolean, withinMs = timeoutMs): Promise<Ended> {
  try {
    const json = await transports.perform({ target, operation, timeoutMs: withinMs });
    const isForged = isSigned && json.includes(forged);
    return { said: 'answered', says: json, wrong: isForged ? 'a value was believed that nobody signed' : wrongWith(operation, json) };
  } catch (error) {
    const says = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (!(error instanceof OutcomeError)) return { said: 'no outcome', says, wrong: says };
    if (error.data?.['layer'] === 'thread') return { said: error.kind, says, wrong: error.message };
    const words = `${error.message} ${error.hint ?? ''}`;
    return { said: error.kind, says: words, wrong: secrets.some((secret) => words.includes(secret)) ? 'its error tells a secret' : null };
  }
}
