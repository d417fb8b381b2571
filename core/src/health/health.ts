import type { State } from '@jackfield/sdk';
import { listen, type HostEvents } from '../events/index.ts';
import type { Inventory, ManagedDevice } from '../inventory/index.ts';
import type { PluginCatalogue, PluginHost } from '../plugins/index.ts';
import type { ConfigurationService } from '../sites/index.ts';
import type { Statement, Store } from '../store/index.ts';
import type { Transports } from '../transports/index.ts';
import { Alike } from './alike.ts';
import { BackgroundWrites } from './background-writes.ts';
import { BlindChecks } from './blind-checks.ts';
import { ChangedDevices } from './changed-devices.ts';
import { lastOf, type Observation } from './check-runner.ts';
import { blinded, lookAnew, observe, suspend } from './check-state.ts';
import { every, systemClock, type Clock } from './clock.ts';
import { resultStale, unknownCheck, unknownDevice } from './errors.ts';
import { Execution } from './execution.ts';
import { HintPace } from './hint-pace.ts';
import type { CheckNowOptions, CheckStatus, HealthService, HostSubject, ScheduleStatus, StandingCheck } from './health-service.ts';
import { findingOf } from './finding.ts';
import { IncidentBook } from './incident-book.ts';
import { hopOf, JumpHostIncidents } from './jump-host-incidents.ts';
import { doubtRetry, Reachability } from './reachability.ts';
import { Roster } from './roster.ts';
import { Samples } from './samples/index.ts';
import { validateHealth } from './settings.ts';
import { noItems, statusOf, type ScheduledCheck } from './scheduled-check.ts';
import { firstTurn, nextTurn } from './spread.ts';
import { answeringStatement, forgetCheckStatement, forgetDeviceStatements, isSameRow, loadAnswering, loadStates, stateStatement, tidyStatements, transitionStatement } from './state-records.ts';
import { gateSubject, ownSubject, subjectOf } from './subjects.ts';
import { Timetable } from './timetable.ts';
import { lookAlong, silent, type ClosedHop, type Hindrance } from './way.ts';

export interface HealthDependencies {
  readonly store: Store;
  readonly plugins: Pick<PluginHost, 'check'>;
  readonly catalogue: Pick<PluginCatalogue, 'find'>;
  readonly inventory: Pick<Inventory, 'devices' | 'find'>;
  readonly transports: Pick<Transports, 'sweep' | 'perform'>;
  readonly configuration: Pick<ConfigurationService, 'current' | 'participate'>;
  readonly events: HostEvents;
  readonly clock?: Clock;
  /** Checks that work at once over all devices; 512 unless told. */
  readonly concurrency?: number;
}

/** Checks under way at once over all devices, most of which wait for devices that are slow or dead. */
const mostChecks = 4_096;
/** Freshness and devices that left are looked at this often. */
const roundEvery = 30_000;
const tidyEvery = 3_600_000;
/** After a recovery a device's checks run within this. */
const recoveryWindow = 10_000;

export function createHealthService(dependencies: HealthDependencies): HealthService {
  return new Health(dependencies);
}

class Health implements HealthService {
  readonly #needs: HealthDependencies;
  readonly #clock: Clock;
  readonly #table: Timetable<ScheduledCheck>;
  readonly #execution: Execution;
  readonly #incidents: IncidentBook;
  readonly #jumpHosts: JumpHostIncidents;
  readonly #samples: Samples;
  readonly #gates: Reachability;
  readonly #blind: BlindChecks;
  readonly #alike = new Alike();
  readonly #pace = new HintPace();
  readonly #hintedMeanwhile = new WeakSet<ScheduledCheck>();
  readonly #roster: Roster;
  readonly #stop = new AbortController();
  readonly #opened = new DisposableStack();
  readonly #writes: BackgroundWrites;
  readonly #changed: ChangedDevices;
  #answering: ReadonlySet<string> = new Set();

  constructor(needs: HealthDependencies) {
    this.#needs = needs;
    this.#clock = needs.clock ?? systemClock;
    this.#writes = new BackgroundWrites(needs.store, needs.events);
    this.#changed = this.#opened.use(new ChangedDevices(this.#clock, (id) => {
      const device = needs.inventory.find(id);
      if (device) this.#takeIn(device);
    }));
    this.#table = this.#opened.use(new Timetable<ScheduledCheck>(this.#clock, (check, at) => this.#due(check, at)));
    this.#incidents = this.#opened.use(new IncidentBook(needs.store, needs.events, this.#clock, (work) => this.#writes.follow(work)));
    this.#jumpHosts = new JumpHostIncidents(this.#incidents, needs.inventory);
    this.#samples = new Samples(needs.store);
    this.#roster = new Roster(needs.configuration, needs.catalogue);
    this.#blind = new BlindChecks({ roster: this.#roster, incidents: this.#incidents, lookSoon: (check) => this.#lookSoon(check) });
    this.#execution = new Execution({
      plugins: needs.plugins,
      clock: this.#clock,
      concurrency: { working: needs.concurrency ?? 512, total: mostChecks },
      stop: this.#stop.signal,
      wanted: (check, asked) => this.#roster.holds(check) && (asked || !check.suspended),
      settled: (check, seen, started) => this.#settle(check, seen, started),
    });
    this.#gates = new Reachability({
      transports: needs.transports,
      clock: this.#clock,
      onAnswered: (device) => this.#writes.save([answeringStatement(device)]),
      onDown: (device, why) => this.#wentDown(device, why),
      onUp: (device) => this.#cameUp(device),
      look: (way, signal) => lookAlong(needs.transports, way, signal),
      onCut: (device, hop) => this.#cutOff(device, hop),
      onPassed: (hops) => {
        for (const hop of hops) if (this.#jumpHosts.has(hop)) this.#writes.follow(this.#jumpHosts.resolve(hop));
      },
    });
  }

  async start(): Promise<void> {
    const { store, configuration } = this.#needs;
    validateHealth(configuration.current);
    const newest = await this.#samples.load();
    await this.#incidents.load();
    this.#jumpHosts.load();
    this.#answering = await loadAnswering(store);
    this.#roster.restore(await loadStates(store, newest, this.#alike));
    this.#opened.use(configuration.participate({
      prepare: async (next) => {
        validateHealth(next);
        return { commit: async () => {}, abandon: async () => {} };
      },
    }));
    this.#opened.use(listen(this.#needs.events, {
      'device.found': ({ device }) => this.#changed.add(device),
      'device.changed': ({ device }) => this.#changed.add(device),
      'configuration.reloaded': () => this.#takeInAll(),
      'plugin.watch': (event) => this.#hinted(event),
    }));
    this.#takeInAll();
    this.#opened.use(every(this.#clock, roundEvery, () => this.#round()));
    this.#opened.use(every(this.#clock, tidyEvery, () => this.#tidy()));
  }

  async checkNow(name: string, options: CheckNowOptions = {}, signal?: AbortSignal): Promise<readonly CheckStatus[]> {
    const device = this.#needs.inventory.find(name);
    if (!device) throw unknownDevice(`there is no device ${name}`, { place: { device: name } });
    this.#takeIn(device);
    const checks = this.#roster.ofDevice(device.id).filter(
      ({ order }) => (options.check === undefined || order.check === options.check) && (options.plugin === undefined || order.plugin === options.plugin) && (options.atLeastEvery === undefined || order.interval <= options.atLeastEvery),
    );
    if (options.check !== undefined && checks.length === 0) {
      throw unknownCheck(`${device.name} has no check ${options.check}`, { place: { device: device.name } });
    }
    await Promise.all(checks.map((check) => this.#execution.ask(check, signal)));
    signal?.throwIfAborted();
    return checks.map((check) => this.#status(check));
  }

  statuses(filter: { readonly device?: string; readonly site?: string } = {}): readonly CheckStatus[] {
    const checks = filter.device === undefined ? this.#roster.all() : this.#roster.ofDevice(filter.device);
    return checks.filter(({ order }) => filter.site === undefined || order.device.site === filter.site).map((check) => this.#status(check));
  }

  states({ device: of }: { readonly device?: string } = {}): readonly StandingCheck[] {
    return (of === undefined ? this.#roster.all() : this.#roster.ofDevice(of)).map(({ order: { device }, state }) => ({ device: device.id, site: device.site, state: state.state }));
  }

  incidents(filter?: Parameters<HealthService['incidents']>[0]): ReturnType<HealthService['incidents']> {
    return this.#incidents.list(filter);
  }

  acknowledge(...asked: Parameters<HealthService['acknowledge']>): Promise<void> {
    return this.#incidents.acknowledge(...asked);
  }

  report(subject: HostSubject, finding: { readonly state: State; readonly summary: string }): Promise<void> {
    return this.#incidents.report(ownSubject(subject), { ...finding, item: null });
  }

  resolve(subject: HostSubject): Promise<void> {
    return this.#incidents.resolve(ownSubject(subject));
  }

  schedule(): ScheduleStatus {
    return { scheduled: this.#roster.size, ...this.#execution.counts(), droppedMetrics: this.#samples.dropped, unsaved: this.#writes.refused };
  }

  samples(series: { readonly device: string; readonly metric: string; readonly item?: string }, from: Date, to: Date): ReturnType<HealthService['samples']> {
    return this.#samples.read(series.device, series.metric, series.item ?? '', from.getTime(), to.getTime());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#opened.dispose();
    await this.#gates[Symbol.asyncDispose]();
    await this.#execution.ended();
    await this.#writes.ended();
  }

  #status(check: ScheduledCheck): CheckStatus {
    return statusOf(check, this.#table.dueAt(check), this.#samples.metrics(check));
  }

  // What there is to check.

  #takeInAll(): void {
    for (const device of this.#needs.inventory.devices()) this.#takeIn(device);
    this.#dropVanished();
  }

  #takeIn(device: ManagedDevice): void {
    const { added, rescheduled, gone, gate } = this.#roster.update(device, this.#clock.now());
    for (const check of gone) this.#drop(check);
    const down = this.#incidents.has(gateSubject(device.id));
    const cutBy = gate?.way?.hops.find((hop) => this.#jumpHosts.has(hop)) ?? null;
    if (gate && (gate.expected || this.#roster.ofDevice(device.id).length > 0)) {
      this.#gates.watch(gate, { answers: this.#answering.has(device.id), down, cutBy });
    } else {
      const isCut = this.#gates.gateOf(device.id) === 'cut';
      this.#gates.forget(device.id);
      if (down || isCut) this.#cameUp(device.id);
    }
    for (const check of added) {
      const { turn, interval, settings } = check.order;
      if (gate && (down || cutBy !== null)) this.#suspend(check, silent(device.name));
      else this.#table.set(check, firstTurn(turn, interval, this.#clock.now(), settings.firstWithin));
    }
    for (const check of rescheduled) if (!check.suspended) this.#table.set(check, nextTurn(check.order.turn, check.order.interval, this.#clock.now()));
  }

  #drop(check: ScheduledCheck): void {
    this.#table.delete(check);
    this.#writes.follow(this.#incidents.resolve(subjectOf(check)));
    this.#writes.save([forgetCheckStatement(check)]);
  }

  #dropVanished(): void {
    const present = new Set(this.#needs.inventory.devices().map((device) => device.id));
    for (const { device, checks } of this.#roster.forgetExcept(present)) {
      for (const check of checks) this.#drop(check);
      this.#gates.forget(device);
      this.#writes.save([...this.#samples.forget(device), ...forgetDeviceStatements(device)]);
    }
    for (const subject of this.#incidents.openSubjects()) {
      const hop = hopOf(subject);
      const ofHost = subject.plugin === 'jackfield' && present.has(subject.device);
      const wanted = hop !== null ? this.#gates.behind(hop) > 0 : (this.#blind.stands(subject) ?? (ofHost || this.#roster.has(subject)));
      if (!wanted) this.#writes.follow(this.#incidents.resolve(subject));
    }
  }

  // When it runs.

  #due(check: ScheduledCheck, at: number): void {
    if (check.suspended) return;
    const now = this.#clock.now();
    if (this.#gates.gateOf(check.order.device.id) === 'doubtful') {
      this.#table.set(check, now + doubtRetry);
      return;
    }
    this.#table.set(check, nextTurn(check.order.turn, check.order.interval, now));
    this.#execution.cycle(check, at);
  }

  #hinted({ plugin, device, hints }: { readonly plugin: string; readonly device: string; readonly hints: readonly string[] }): void {
    for (const check of this.#roster.ofDevice(device)) {
      if (check.order.plugin !== plugin || !hints.includes(check.order.check) || check.suspended) continue;
      // One that runs may have looked already; one that is about to run has not, and must not tell what was read before.
      if (check.progress === 'running') this.#hintedMeanwhile.add(check);
      else if (check.progress === 'idle') this.#bringForward(check);
      else this.#execution.renew(check);
    }
  }

  /** Within the time that a device's checks have after a recovery. */
  #lookSoon(check: ScheduledCheck): void {
    const soon = firstTurn(check.order.key, check.order.interval, this.#clock.now(), recoveryWindow);
    if (check.progress === 'idle' && soon < (this.#table.dueAt(check) ?? Infinity)) this.#table.set(check, soon);
  }

  #bringForward(check: ScheduledCheck): void {
    const soonest = this.#pace.bring(check, this.#table.dueAt(check) ?? Infinity, this.#clock.now());
    if (soonest !== null) this.#table.set(check, soonest);
  }

  // What came of it.

  #settle(check: ScheduledCheck, seen: Observation, started: number): void {
    const { order } = check;
    const now = this.#clock.now();
    const gate = this.#gates.gateOf(order.device.id);
    // What a person asked for and did not get: another jump host may be closed by now.
    if (gate === 'cut' && !seen.answered) return this.#gates.probeSoon(order.device.id);
    if (gate === 'down' && !seen.answered) return;
    check.suspended = false;
    if (seen.answered) this.#gates.alive(order.device.id);
    // A jump host that refuses is no answer of the device either.
    else if (seen.code === 'JF0001' || seen.code === 'JF0002') this.#gates.probeSoon(order.device.id);
    check.lastRun = started;
    check.elapsedMs = now - started;
    const { taken, statements } = this.#samples.take(order, seen.measured, started, now - started, check.measured);
    check.measured = taken;
    this.#record(check, seen, now, order.settings.attempts, statements);
    const regular = this.#table.dueAt(check) ?? nextTurn(order.turn, order.interval, now);
    this.#table.set(check, check.state.hard ? regular : Math.min(regular, now + order.settings.retry));
    if (this.#hintedMeanwhile.delete(check)) this.#bringForward(check);
  }

  #record(check: ScheduledCheck, seen: Observation, now: number, attempts: number, further: readonly Statement[]): void {
    const before = { state: check.state, last: check.last };
    const was = before.last.blind?.over;
    const looked = observe(was === undefined || seen.blind ? before.state : lookAnew(before.state), seen.state, now, attempts);
    check.state = seen.blind ? blinded(before.state, looked) : looked;
    check.last = lastOf(seen);
    this.#tell(check, before, now, further);
    if (was !== undefined && was !== seen.blind?.over) this.#writes.follow(this.#blind.left(check, was));
    const { confirmed, hard, flapping } = check.state;
    // What a device cannot do is nobody's incident: it is shown, and that is all.
    if (!hard || seen.code === 'JF0004') return;
    if (seen.blind) this.#writes.follow(this.#blind.joined(check, seen.blind.over, before.state.confirmed === 'unknown'));
    else if (confirmed !== 'ok') this.#writes.follow(this.#incidents.report(subjectOf(check), findingOf(check)));
    else if (!flapping) this.#writes.follow(this.#incidents.resolve(subjectOf(check)));
  }

  #tell(check: ScheduledCheck, before: Pick<ScheduledCheck, 'state' | 'last'>, now: number, further: readonly Statement[]): void {
    const { order, state, last } = check;
    const { state: was } = before;
    const moved = was.state !== state.state || was.hard !== state.hard;
    const isSame = isSameRow(before, check);
    // What has long been there stays: thousands of results that are as before would fill the memory anew.
    if (isSame) Object.assign(check, before);
    else [check.state, check.last] = [this.#alike.state(state), this.#alike.result(last)];
    const isKept = check.isKept && isSame;
    check.isKept = true;
    this.#writes.save([...(isKept ? [] : [stateStatement(check)]), ...(moved ? [transitionStatement(check, was.state, now)] : []), ...further], () => this.#samples.lost(check));
    const who = { device: order.device.id, plugin: order.plugin, check: order.check };
    this.#needs.events.emit('check.result', { ...who, state: state.state, summary: last.summary });
    if (moved) this.#needs.events.emit('check.transition', { ...who, from: was.state, to: state.state, hard: state.hard });
  }

  #suspend(check: ScheduledCheck, why: Hindrance): void {
    const now = this.#clock.now();
    const before = { state: check.state, last: check.last };
    this.#table.delete(check);
    check.suspended = true;
    check.state = suspend(before.state, now);
    check.last = { summary: why.summary, items: noItems, code: why.code, where: '', hint: why.hint };
    check.measured = null;
    this.#tell(check, before, now, []);
  }

  #wentDown(id: string, why: string | null): void {
    const device = this.#needs.inventory.find(id);
    if (!device) return;
    const checks = this.#roster.ofDevice(id);
    this.#writes.follow(this.#blind.deviceDown(checks));
    for (const check of checks) this.#suspend(check, silent(device.name));
    const summary = `${device.name} (${device.address}) ${why === null ? 'does not answer' : `cannot be reached: ${why}`}`;
    this.#writes.follow(this.#incidents.report(gateSubject(id), { state: 'critical', item: null, summary }));
  }

  /** The jump host's incident speaks for all that lies behind it. */
  #cutOff(id: string, hop: ClosedHop): void {
    const checks = this.#roster.ofDevice(id);
    this.#writes.follow(this.#blind.deviceDown(checks));
    for (const check of checks) if (!check.suspended || check.last.summary !== hop.summary) this.#suspend(check, hop);
    this.#writes.follow(this.#jumpHosts.report(hop, this.#gates.behind(hop.hop)));
  }

  #cameUp(id: string): void {
    const now = this.#clock.now();
    for (const check of this.#roster.ofDevice(id)) {
      if (!check.suspended) continue;
      // Shown as unknown until its own fresh result: a recovered device has not proved a recovered service.
      check.suspended = false;
      check.awaitedSince = now;
      this.#table.set(check, firstTurn(check.order.turn, check.order.interval, now, recoveryWindow));
    }
    this.#writes.follow(this.#incidents.resolve(gateSubject(id)));
  }

  // Now and then.

  #round(): void {
    this.#dropVanished();
    const now = this.#clock.now();
    for (const check of this.#roster.all()) {
      const { order } = check;
      const last = Math.max(check.lastRun ?? 0, check.awaitedSince);
      if (check.suspended || now - last <= 3 * order.interval + order.settings.deadline) continue;
      check.awaitedSince = now;
      const error = resultStale(`no result since ${new Date(last).toISOString()}`);
      check.measured = null;
      // Three missed cycles are the repeats: hard at once.
      this.#record(check, { state: 'unknown', summary: error.message, items: noItems, measured: null, code: error.code, where: '', hint: error.hint, answered: false }, now, 1, []);
    }
  }

  #tidy(): void {
    const { retention } = this.#needs.configuration.current.daemon;
    const now = this.#clock.now();
    this.#writes.follow(this.#samples.tidy(now, retention));
    this.#writes.save(tidyStatements(now, retention));
  }
}
