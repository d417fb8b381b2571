import type { WireTrap } from '@jackfield/sdk/runtime';
import { JackfieldError } from '../errors/index.ts';
import { listen, type HostEventMap, type HostEvents } from '../events/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Configuration, DaemonSettings } from '../sites/index.ts';
import type { Store } from '../store/index.ts';
import { trapDrops, type ArrivedTrap, type TrapCounts, type TrapReception, type Transports } from '../transports/index.ts';
import { heardSinceStatement, heardStatement, heardWithinMs, keepStatement, keptStatement, missedStatement, readKept, readRecent, readTraps, recentStatement, takenStatement, tidyStatements } from './trap-records.ts';
import type { DroppedFrom, KeptTraps, RecentTrap, TrapService, TrapStatus } from './trap-service.ts';
import { trapSources } from './trap-sources.ts';

export interface TrapDependencies {
  readonly transports: Pick<Transports, 'receiveTraps'>;
  readonly store: Pick<Store, 'read' | 'writeSoon'>;
  readonly inventory: Pick<Inventory, 'devices'>;
  readonly configuration: { readonly current: Pick<Configuration, 'setting' | 'siteOf'> & { readonly daemon: Pick<DaemonSettings, 'traps' | 'retention'> } };
  readonly events: HostEvents;
}

type Listen = NonNullable<DaemonSettings['traps']>;

/** Devices found or changed are taken in together. */
const gatheringMs = 200;
const tellEveryMs = 60_000;
/** Whose traps were dropped; addresses are easily made up. */
const mostAddresses = 100;
const tidyEveryMs = 3_600_000;

const nothing: TrapCounts = { received: 0, accepted: 0, acknowledged: 0, dropped: { unknown: 0, unauthorized: 0, malformed: 0, late: 0, limited: 0 }, from: [] };

export function createTrapService(needs: TrapDependencies): TrapService {
  return new ReceivedTraps(needs);
}

class ReceivedTraps implements TrapService {
  readonly #needs: TrapDependencies;
  readonly #listening: Disposable;
  readonly #tidying: NodeJS.Timeout;
  #listen: Listen | null = null;
  #reception: TrapReception | null = null;
  #changing: Promise<void> = Promise.resolve();
  #gather: NodeJS.Timeout | undefined;
  #tell: NodeJS.Timeout | undefined;
  #isOpen = false;
  #problem: Error | null = null;
  /** Those of receivers before; a thread that is started again counts from nothing. */
  #before = nothing;
  #counts = nothing;
  #told = nothing.dropped;
  readonly #from = new Map<string, number>();
  /** When the last trap of each device came. */
  readonly #lastOf = new Map<string, number>();
  /** Since the start, the one that was dropped last at the end. */
  readonly #droppedFrom = new Map<string, Omit<DroppedFrom, 'address'>>();

  constructor(needs: TrapDependencies) {
    this.#needs = needs;
    const soon = (): void => this.#sourcesSoon();
    this.#listening = listen(needs.events, {
      'device.found': soon, 'device.changed': soon, 'plugin.watch': (event) => this.#heard(event),
      'configuration.reloaded': () => {
        this.#apply();
        this.#sourcesSoon();
      },
    });
    this.#tidying = setInterval(() => this.#tidy(), tidyEveryMs).unref();
    this.#apply();
  }

  status(): TrapStatus | null {
    if (this.#listen === null) return null;
    const { address, port } = this.#listen;
    const { from: _from, ...counts } = this.#total();
    return { address, port, listening: this.#isOpen, problem: this.#problem, ...counts };
  }

  async kept(): Promise<readonly KeptTraps[]> {
    return readKept(await this.#needs.store.read(keptStatement));
  }

  async recent({ devices, limit }: Parameters<TrapService['recent']>[0]): Promise<readonly RecentTrap[]> {
    const { store } = this.#needs;
    const rows = await store.read(recentStatement(devices, limit));
    const [oldest] = readTraps(rows);
    return oldest === undefined ? [] : readRecent(rows, await store.read(heardSinceStatement(devices, Date.parse(oldest.at))));
  }

  droppedFrom(): readonly DroppedFrom[] {
    return [...this.#droppedFrom].map(([address, one]) => ({ address, ...one })).sort((one, other) => other.dropped - one.dropped);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]();
    clearInterval(this.#tidying);
    clearTimeout(this.#gather);
    clearTimeout(this.#tell);
    await this.#changing;
    await this.#reception?.[Symbol.asyncDispose]();
  }

  /** Another address or port is taken over by a reload as well. */
  #apply(): void {
    const { traps } = this.#needs.configuration.current.daemon;
    const isSame = traps?.address === this.#listen?.address && traps?.port === this.#listen?.port;
    this.#listen = traps;
    if (isSame) return;
    this.#changing = this.#changing.then(() => this.#open(traps));
  }

  async #open(traps: Listen | null): Promise<void> {
    await this.#reception?.[Symbol.asyncDispose]();
    this.#reception = null;
    this.#isOpen = false;
    this.#problem = null;
    this.#countAnew();
    if (traps === null) return;
    this.#reception = this.#needs.transports.receiveTraps(traps, {
      keep: (arrived, isHeard) => this.#keep(arrived, isHeard),
      missed: (device) => this.#missed(device),
      counted: (counts) => this.#counted(counts),
      opened: (port) => {
        this.#isOpen = true;
        this.#problem = null;
        this.#needs.events.emit('traps.listening', { address: traps.address, port });
      },
      failed: (error) => this.#failed(error),
    });
    this.#sources();
  }

  async #keep(arrived: ArrivedTrap, isHeard: boolean): Promise<boolean> {
    this.#lastOf.set(arrived.device, Date.now());
    return (await this.#needs.store.writeSoon([keepStatement(arrived, isHeard)])) === 'written';
  }

  /** A watcher may hear other things than traps: what it tells while none came is not of one. */
  #heard(event: HostEventMap['plugin.watch']): void {
    const now = Date.now();
    if (now - (this.#lastOf.get(event.device) ?? 0) > heardWithinMs) return;
    // The store itself tells when it cannot.
    this.#needs.store.writeSoon([heardStatement(event, now)]).catch(() => undefined);
  }

  async #missed(device: string): Promise<readonly WireTrap[]> {
    const { store } = this.#needs;
    const rows = await store.read(missedStatement(device, Date.now()));
    if (rows.length > 0) await store.writeSoon([takenStatement(device)]);
    return readTraps(rows);
  }

  #failed(error: unknown): void {
    const problem = error instanceof Error ? error : new Error(String(error));
    const isNews = problem.message !== this.#problem?.message;
    this.#isOpen = false;
    this.#problem = problem;
    this.#countAnew();
    if (!isNews) return;
    const { code, where, hint } = problem instanceof JackfieldError ? problem : { code: '', where: '', hint: '' };
    this.#needs.events.emit('traps.failed', { code, where, hint, message: problem.message });
  }

  #sourcesSoon(): void {
    this.#gather ??= setTimeout(() => {
      this.#gather = undefined;
      this.#sources();
    }, gatheringMs);
  }

  #sources(): void {
    this.#reception?.accept(trapSources(this.#needs.inventory, this.#needs.configuration.current));
  }

  #counted(counts: TrapCounts): void {
    this.#counts = counts;
    for (const [address, dropped] of counts.from) {
      this.#from.set(address, (this.#from.get(address) ?? 0) + dropped);
      this.#noteDropped(address, dropped);
    }
    this.#tellDropped();
  }

  #noteDropped(address: string, dropped: number): void {
    const before = this.#droppedFrom.get(address)?.dropped ?? 0;
    this.#droppedFrom.delete(address);
    this.#droppedFrom.set(address, { dropped: before + dropped, last: new Date().toISOString() });
    for (const oldest of [...this.#droppedFrom.keys()].slice(0, Math.max(0, this.#droppedFrom.size - mostAddresses))) this.#droppedFrom.delete(oldest);
  }

  /** The first at once, those after it together: whoever sends what is not wanted shall not fill the log. */
  #tellDropped(): void {
    if (this.#tell !== undefined) return;
    const { dropped } = this.#total();
    const reasons = Object.fromEntries(trapDrops.map((why) => [why, dropped[why] - this.#told[why]] as const).filter(([, count]) => count > 0));
    const sum = Object.values(reasons).reduce((total, count) => total + count, 0);
    if (sum === 0) return;
    const from = [...this.#from].sort(([, one], [, other]) => other - one).slice(0, 5).map(([address, count]) => `${address} (${count})`);
    this.#told = dropped;
    this.#from.clear();
    this.#tell = setTimeout(() => {
      this.#tell = undefined;
      this.#tellDropped();
    }, tellEveryMs).unref();
    this.#needs.events.emit('traps.dropped', { dropped: sum, reasons, from });
  }

  #countAnew(): void {
    this.#before = this.#total();
    this.#counts = nothing;
  }

  #total(): TrapCounts {
    const [a, b] = [this.#before, this.#counts];
    const dropped = { ...nothing.dropped };
    for (const why of trapDrops) dropped[why] = a.dropped[why] + b.dropped[why];
    return { received: a.received + b.received, accepted: a.accepted + b.accepted, acknowledged: a.acknowledged + b.acknowledged, dropped, from: b.from };
  }

  #tidy(): void {
    const { resultsDays } = this.#needs.configuration.current.daemon.retention;
    // The store itself tells when it cannot.
    this.#needs.store.writeSoon(tidyStatements(Date.now(), resultsDays)).catch(() => undefined);
  }
}
