import { randomBytes } from 'node:crypto';
import type { AuditChange } from '../access/index.ts';
import type { Lease } from '../plugins/index.ts';
import type { Statement } from '../store/index.ts';
import { sameData } from './canonical.ts';
import { besideOf } from './apart.ts';
import { unmetConditions } from './admission.ts';
import { Approvals } from './approvals.ts';
import { risksOf, type AtRisk } from './at-risk.ts';
import { behindPorts } from './blast-radius.ts';
import type { Change, ChangeFilter, ChangeProgress, ChangeService, ChangesStop, KeptPlan, Plan, PlanApprovals, UnsavedDevice } from './change-service.ts';
import { stepOutcome, stepTitle, type Step, type StepOrder } from './change-step.ts';
import { ChangeControl } from './control.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { despiteStore } from './despite-store.ts';
import { DeviceAccess } from './device-access.ts';
import {
  baseChanged, changedAfterwards, ChangeRefused, changesStopped, changeUnknown, deviceUnreadable, nothingUnsaved, notRunning, notStopped, notUndoable, ownPlan, undoneAlready,
} from './errors.ts';
import { messageOf } from './error-message.ts';
import { Execution } from './execution.ts';
import { writesNotGranted } from './granted.ts';
import { HeldIncidents } from './held-incidents.ts';
import { isUnfinished, Journal, type RecordedChange } from './journal.ts';
import { Leases } from './leases.ts';
import { patiently, PatientStore } from './patient-store.ts';
import { PlanArchive, type ArchivedPlan } from './plan-archive.ts';
import { computePlan, type PlanningOptions } from './planner.ts';
import { Probes } from './probes.ts';
import { revert } from './revert.ts';
import { anyHealth, oneWave, type HealthContract } from './rollout.ts';
import { Saves, type Unsaved } from './saves.ts';
import { Steps, type StepNeeds } from './steps.ts';
import { SpentBudgets } from './spent-budgets.ts';
import { StopRecord } from './stop-record.ts';
import { intoTurns, isApart } from './turns.ts';
import { blastRadiusOf, type BlastRadius } from './who-loses.ts';

export function createChangeService(dependencies: ChangeDependencies): ChangeService {
  return new Changes(dependencies);
}

interface Undertaking {
  readonly title: string;
  readonly person: string;
  readonly planHash: string;
  readonly undoes: string | null;
  /** A plain undo: no stop holds it up. */
  readonly putsBack?: boolean;
  readonly orders: readonly StepOrder[];
  readonly rollout: Plan['rollout'];
  readonly health: HealthContract;
  /** Why approvals and windows were passed over. */
  readonly emergency?: string | undefined;
  /** Ways to devices themselves that are risked, for the audit. */
  readonly atRisk?: readonly string[];
  /** Written in the transaction that opens the change. */
  readonly along: (change: string) => readonly Statement[];
  /** What is said of a device that no longer has what the steps begin from. */
  readonly base: typeof baseChanged;
  readonly onProgress: ((progress: ChangeProgress) => void) | undefined;
}

/** Undoing goes back in one go: half undone is no state to stay in. */
const inOneGo: Plan['rollout'] = { waves: 1, soakMs: 0, maxFailures: 0, atOnce: oneWave.atOnce };

/** Devices that save side by side where no rollout says how many. */
const savingAtOnce = 8;

/** By whom the host itself is known in the audit. */
const host = 'jackfield';

class Changes implements ChangeService {
  readonly #needs: ChangeDependencies;
  readonly #access: DeviceAccess;
  readonly #plans: PlanArchive;
  readonly #journal: Journal;
  readonly #leases: Leases;
  readonly #now: () => Date;
  readonly #closing = new AbortController();
  readonly #approvals: Approvals;
  readonly #held: HeldIncidents;
  readonly #active = new Map<string, Promise<unknown>>();
  readonly #controls = new Map<string, { readonly control: ChangeControl; readonly putsBack: boolean; readonly execution: Execution }>();
  readonly #stop: StopRecord;
  readonly #probes: Probes;
  readonly #saves: Saves;
  readonly #budgets: SpentBudgets;

  constructor(needs: ChangeDependencies) {
    this.#needs = needs;
    this.#now = needs.now ?? (() => new Date());
    this.#access = new DeviceAccess(needs);
    const store = new PatientStore(needs.store);
    this.#plans = new PlanArchive(store);
    this.#journal = new Journal(store, needs.events, this.#now);
    this.#leases = new Leases(store);
    this.#approvals = new Approvals(store);
    this.#stop = new StopRecord(store, needs.events);
    this.#held = new HeldIncidents(needs.health);
    const parts = { access: this.#access, leases: this.#leases, now: this.#now };
    this.#probes = new Probes({ ...parts, configuration: needs.configuration });
    this.#saves = new Saves({ ...needs, ...parts, store });
    this.#budgets = new SpentBudgets({ ...needs, store });
  }

  async plan(options: PlanningOptions, signal?: AbortSignal): Promise<Plan> {
    const planned = await computePlan(options, this.#needs, this.#access, this.#probes, this.#now(), this.#signal(signal));
    await this.#plans.keep(planned);
    this.#needs.events.emit('plan.state', { plan: planned.plan.id, state: 'made' });
    return planned.plan;
  }

  async plans(): Promise<readonly KeptPlan[]> {
    return Promise.all((await this.#plans.waiting(this.#now())).map(async (plan) => ({ plan, given: await this.#approvals.of(plan.hash), change: null })));
  }

  async findPlan(id: string): Promise<KeptPlan | null> {
    const found = await this.#plans.find(id, this.#now());
    return found === null ? null : { ...found, given: await this.#approvals.of(found.plan.hash) };
  }

  async apply(options: Parameters<ChangeService['apply']>[0], signal?: AbortSignal): Promise<Change> {
    const { person, onProgress, emergency } = options;
    const plan = await this.#plans.open(options.plan, this.#now());
    return this.#push(
      plan,
      { title: plan.title, person, planHash: plan.hash, undoes: null, orders: plan.steps, rollout: plan.rollout, health: plan.health, emergency, atRisk: plan.ownWay.ways, along: (change) => [this.#plans.used(plan.id, change)], base: baseChanged, onProgress },
      signal,
    );
  }

  async undo(options: Parameters<ChangeService['undo']>[0], signal?: AbortSignal): Promise<Change> {
    const { person, onProgress } = options;
    const change = await this.#journal.find(options.change);
    if (change === null) throw changeUnknown(`there is no change ${options.change}`);
    const place = `change ${change.id}`;
    if (isUnfinished(change.state)) throw notUndoable(`${place} is still ${change.state}`, { hint: 'Wait until it has ended.' });
    if (change.state === 'reverted-verified') throw notUndoable(`${place} was put back already`);
    if (change.undoneBy !== null) throw undoneAlready(`${place} was undone by ${change.undoneBy}`);
    const steps = change.steps.filter(({ touched, state }) => touched && state !== 'restored').toReversed();
    const irreversible = steps.find(({ commitClass }) => commitClass === 'irreversible');
    if (irreversible !== undefined) throw notUndoable(`${irreversible.deviceName}: ${stepTitle(irreversible)} cannot be undone`);
    const again = await this.#plans.again(change, this.#now());
    const orders = await this.#undoOrders(change, steps, person, this.#signal(signal));
    const undo = { title: `Undo: ${change.title}`, person, planHash: change.planHash, undoes: change.id, orders, rollout: inOneGo, health: anyHealth, along: () => [], base: changedAfterwards, onProgress };
    return again === null ? this.#undertake(newId(), { ...undo, putsBack: true }, signal) : this.#push({ ...again, steps: orders }, { ...undo, rollout: { ...again.rollout, maxFailures: 0 }, health: again.health, atRisk: again.ownWay.ways }, signal);
  }

  async approve({ plan: file, person }: Parameters<ChangeService['approve']>[0]): Promise<PlanApprovals> {
    const plan = await this.#plans.open(file, this.#now());
    if (plan.author === person) throw ownPlan(`${person} made plan ${plan.id}`);
    const [had, after] = [(await this.#approvals.of(plan.hash)).filter((one) => one.person !== person), plan.approvals];
    await this.#audit(person, 'change.approve', plan.id, 'done', `${plan.title}, sha256 ${plan.hash}`, [{ what: 'approvals', before: `${had.length} of ${after}`, after: `${had.length + 1} of ${after}` }]);
    await this.#approvals.give(plan.hash, { person, at: this.#now().toISOString() });
    this.#needs.events.emit('plan.state', { plan: plan.id, state: 'approved' });
    return { plan: plan.id, title: plan.title, hash: plan.hash, needed: plan.approvals, given: await this.#approvals.of(plan.hash) };
  }

  async control(change: string, word: 'pause' | 'resume' | 'abort', person: string): Promise<Change> {
    const control = this.#controls.get(change)?.control;
    const found = await this.#journal.find(change);
    if (found === null) throw changeUnknown(`there is no change ${change}`);
    if (word === 'resume') await this.#refuseStopped();
    if (control === undefined || found.state === 'reverting') throw notRunning(`change ${change} is ${found.state}`);
    await this.#audit(person, `change.${word}`, change, 'done', found.title, [{ what: 'change', before: found.state, after: { pause: 'paused', resume: 'goes on', abort: 'aborted' }[word] }]);
    if (word === 'abort') control.abort(person);
    else if (word === 'pause') control.pause();
    else control.resume();
    return this.#shown(found);
  }

  async stop({ person, reason, hold = false }: Parameters<ChangeService['stop']>[0]): Promise<ChangesStop> {
    await this.#audit(person, 'changes.stop', null, 'done', `${reason}${hold ? '; those that run wait' : ''}`, [{ what: 'changes', before: 'may begin', after: 'stopped' }]);
    await this.#stop.set({ person, reason, at: this.#now().toISOString() });
    const standing = await this.#stop.standing();
    if (standing === null) throw notStopped('it was lifted at the same moment');
    for (const { control, putsBack } of this.#controls.values()) if (!putsBack) stopBy(control, person, hold);
    return standing;
  }

  async lift(person: string): Promise<void> {
    const standing = await this.#stop.standing();
    if (standing === null) throw notStopped('nobody stopped them');
    await this.#audit(person, 'changes.lift', null, 'done', `stopped by ${standing.person}: ${standing.reason}`, [{ what: 'changes', before: 'stopped', after: 'may begin' }]);
    await this.#stop.lift(person);
  }

  stopped(): Promise<ChangesStop | null> {
    return this.#stop.standing();
  }

  async save({ change: id, person, onProgress }: Parameters<ChangeService['save']>[0]): Promise<Change> {
    const change = await this.#journal.find(id);
    if (change === null) throw changeUnknown(`there is no change ${id}`);
    if (this.#active.has(id)) throw nothingUnsaved(`change ${id} is at work still`, { hint: 'Wait until it has ended.' });
    const unsaved = await this.#saves.unsaved(id);
    if (unsaved.length === 0) throw nothingUnsaved(`change ${id} is ${change.state}`);
    await this.#track(id, this.#saveAgain(change, unsaved, person, onProgress));
    return this.#shown(change);
  }

  underWay(): ReadonlyMap<string, Date> {
    return new Map([...this.#controls.values()].flatMap(({ control, execution }) => (control.paused ? [] : [...execution.atWork])));
  }

  async list(filter?: ChangeFilter): Promise<readonly Change[]> {
    const unsaved = await this.#saves.unsaved();
    return (await this.#journal.all(filter)).map((change) => this.#withUnsaved(change, unsaved.filter((one) => one.change === change.id)));
  }

  async find(id: string): Promise<Change | null> {
    const change = await this.#journal.find(id);
    return change === null ? null : this.#shown(change);
  }

  async recover(): Promise<readonly Change[]> {
    const dead = (await this.#journal.unfinished()).filter(({ id }) => !this.#active.has(id));
    const recovered: Change[] = [];
    for (const change of dead) recovered.push(await this.#track(change.id, this.#recover(change)));
    const unsaved = (await this.#saves.unsaved()).filter(({ message, change }) => message === null && !this.#active.has(change));
    for (const id of new Set(unsaved.map(({ change }) => change))) {
      const change = await this.#journal.find(id);
      if (change === null) continue;
      await this.#track(id, this.#saveAgain(change, unsaved.filter((one) => one.change === id), host, undefined));
      recovered.push(await this.#shown(change));
    }
    // What a host held that died before it wrote down its change.
    for (const holder of await this.#leases.holders()) if (!this.#active.has(holder)) await this.#leases.release(holder);
    return recovered;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Error('Jackfield is closing'));
    await Promise.allSettled([...this.#active.values(), this.#probes.over()]);
  }

  #signal(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
  }

  async #track<Value>(change: string, work: Promise<Value>): Promise<Value> {
    this.#active.set(change, work);
    try {
      return await work;
    } finally {
      this.#active.delete(change);
    }
  }

  /** What writes something new begins when nothing stops it, with room in the budgets and all that its plan asks for. */
  async #push(plan: ArchivedPlan, undertaking: Undertaking, signal: AbortSignal | undefined): Promise<Change> {
    const [id, isEmergency] = [newId(), undertaking.emergency !== undefined];
    await this.#refuseStopped();
    const approvals = await this.#approvals.of(plan.hash);
    using admitted = await this.#budgets.admit(id, devicesOf(plan.steps), this.#now(), isEmergency);
    throwAll([...unmetConditions(plan, { approvals, isEmergency, now: this.#now() }, this.#needs), ...admitted.exceeded]);
    return await this.#undertake(id, undertaking, signal);
  }

  #undertake(id: string, undertaking: Undertaking, signal: AbortSignal | undefined): Promise<Change> {
    return this.#track(id, this.#carryOut(id, undertaking, this.#signal(signal)));
  }

  async #carryOut(id: string, undertaking: Undertaking, signal: AbortSignal): Promise<Change> {
    const { title, person, planHash, undoes, putsBack = false, orders, onProgress, rollout, health: contract, emergency, atRisk: ways = [] } = undertaking;
    const action = emergency !== undefined ? 'change.emergency' : undoes === null ? 'change.apply' : 'change.undo';
    const devices = [...new Map(orders.map(({ device, deviceName }) => [device, { id: device, name: deviceName }])).values()];
    const leases = await this.#probes.keepOff(devices.map((device) => device.id), () => this.#leases.take(id, devices));
    let change: RecordedChange;
    try {
      await this.#checkBases(undertaking, signal);
      await this.#audit(person, action, id, 'done', [`begins: ${title}`, emergency, ...ways].filter(Boolean).join(': '));
      change = await this.#journal.begin({ id, title, person, planHash, undoes }, orders, undertaking.along(id));
    } catch (error) {
      await despiteStore(() => this.#journal.withdraw(id, messageOf(error)));
      await this.#audit(person, action, id, 'refused', messageOf(error));
      throw error;
    }
    const control = new ChangeControl(() => onProgress?.({ change: id, done: change.steps.filter(({ state }) => state !== 'pending').length, total: change.steps.length, device: '', step: `paused; \`jackfield resume ${id}\` lets it go on` }));
    const { health } = this.#needs;
    const hold: StepNeeds['hold'] = (lease, device) => this.#leases.hold(lease, device);
    const execution = new Execution(change, { journal: this.#journal, access: this.#access, leases, hold, person, onProgress, closing: this.#closing.signal, health, now: this.#now, held: this.#held, saves: this.#saves, control, rollout, contract, behind: (steps) => [...behindPorts(risksOf(steps, this.#needs.inventory), this.#needs.inventory)], beside: (steps) => besideOf(steps, change.steps, this.#needs.inventory.devices()), nameOf: (device) => this.#needs.inventory.find(device)?.name ?? device });
    this.#controls.set(id, { control, putsBack, execution });
    try {
      // Somebody stopped all changes while this one was about to begin.
      const stop = putsBack ? null : await this.#stop.standing();
      if (stop !== null) control.abort(stop.person);
      await execution.run(signal);
    } finally {
      this.#controls.delete(id);
    }
    await this.#auditEnd(person, action, change);
    if (change.state === 'kept') await this.#save(change, await this.#saves.unsaved(id), leases, person, rollout.atOnce, onProgress);
    return this.#shown(change);
  }

  /** What a host left that died, or a device did not save: the lease is taken anew. */
  async #saveAgain(change: RecordedChange, unsaved: readonly Unsaved[], person: string, onProgress: Undertaking['onProgress']): Promise<void> {
    await this.#leases.release(change.id);
    await this.#save(change, unsaved, new Map(), person, savingAtOnce, onProgress);
  }

  async #save({ id, steps }: RecordedChange, unsaved: readonly Unsaved[], held: ReadonlyMap<string, Lease>, person: string, atOnce: number, onProgress: Undertaking['onProgress']): Promise<void> {
    await this.#saves.save(unsaved, held, { person, atOnce, closing: this.#closing.signal, onSave: (device) => onProgress?.({ change: id, done: steps.length, total: steps.length, device, step: 'save' }) });
  }

  /** Before anything is touched: each step may write, and every device has what it begins from. */
  async #checkBases({ orders, base, person }: Undertaking, signal: AbortSignal): Promise<void> {
    const byDevice = [...Map.groupBy(orders, ({ device }) => device).values()];
    const errors: Error[] = [...writesNotGranted(orders, this.#needs)];
    if (errors.length === 0) await Promise.all(byDevice.map(async (steps) => {
      for (const step of steps) {
        const place = { place: { device: step.deviceName } };
        try {
          const now = await this.#access.read(step, person, signal);
          if (!sameData(now, step.before)) errors.push(base(`${step.deviceName}: ${stepTitle(step)}`, place));
        } catch (cause) {
          signal.throwIfAborted();
          errors.push(deviceUnreadable(`${step.deviceName}: ${stepTitle(step)}: ${messageOf(cause)}`, { ...place, cause }));
        }
      }
    }));
    throwAll(errors);
  }

  /** What failed to be put back is put back from whatever the device has now. */
  async #undoOrders(change: RecordedChange, steps: readonly Step[], person: string, signal: AbortSignal): Promise<readonly StepOrder[]> {
    const turns = intoTurns(steps.map(({ device, plugin, pluginVersion, resource }) => {
      const found = this.#needs.catalogue.find(plugin, pluginVersion);
      return { device, unit: device, wave: 0, isApart: found !== null && isApart(found, resource), waitsFor: [] };
    }), { apart: { from: () => new Set() }, inOrder: true });
    return Promise.all(steps.map(async ({ device, deviceName, plugin, pluginVersion, resource, key, commitClass, before, after, trialMs }, position) => ({
      device, deviceName, plugin, pluginVersion, resource, key, commitClass, wave: turns[position] ?? 0, unit: device, waitsFor: [], by: 'restore' as const,
      before: change.state === 'kept' ? after : await this.#access.read({ device, deviceName, plugin, resource, key }, person, signal),
      after: before, ...(trialMs === undefined ? {} : { trialMs }),
    })));
  }

  async #recover(change: RecordedChange): Promise<Change> {
    const devices = [...new Map(change.steps.map(({ device, deviceName }) => [device, { id: device, name: deviceName }])).values()];
    await this.#leases.release(change.id);
    const leases = await this.#leases.take(change.id, devices);
    const steps = new Steps(change, { journal: this.#journal, access: this.#access, leases, hold: (lease, device) => this.#leases.hold(lease, device), person: host, onProgress: undefined, closing: this.#closing.signal });
    await revert(change, steps, { journal: this.#journal, held: this.#held }, change.message ?? 'the host ended before the change did', true);
    await this.#auditEnd(host, 'change.recover', change);
    return this.#shown(change);
  }

  async #refuseStopped(): Promise<void> {
    const stop = await this.#stop.standing();
    if (stop !== null) throw changesStopped(`${stop.person} stopped all changes at ${stop.at}: ${stop.reason}`);
  }

  blastRadius(risks: readonly AtRisk[]): BlastRadius {
    return blastRadiusOf(risks, this.#needs.inventory.devices());
  }

  async #shown(change: RecordedChange): Promise<Change> {
    return this.#withUnsaved(change, await this.#saves.unsaved(change.id));
  }

  #withUnsaved({ steps, ...change }: RecordedChange, unsaved: readonly UnsavedDevice[]): Change {
    return {
      ...change, paused: this.#controls.get(change.id)?.control.paused === true, steps: steps.map(stepOutcome),
      ...(unsaved.length === 0 ? {} : { unsaved: unsaved.map(({ device, deviceName, plugin, message }) => ({ device, deviceName, plugin, message })) }),
    };
  }

  #auditEnd(person: string, action: string, change: RecordedChange): Promise<void> {
    return this.#deed(person, action, change.id, change.state === 'kept' || action === 'change.recover' ? 'done' : 'failed', [change.state, change.message].filter(Boolean).join(': '), [{ what: 'change', before: 'applying', after: change.state }]);
  }

  #deed(person: string, action: string, change: string, outcome: 'done' | 'failed', detail: string, changed: readonly AuditChange[] = []): Promise<void> {
    return patiently(() => this.#needs.audit.recordDeed({ person, action, plugin: null, pluginVersion: null, device: null, change, outcome, detail, changed }));
  }

  #audit(person: string, action: string, change: string | null, outcome: 'done' | 'refused' | 'failed', detail: string, changed: readonly AuditChange[] = []): Promise<void> {
    return this.#needs.audit.record({ person, action, plugin: null, pluginVersion: null, device: null, change, outcome, detail, changed });
  }
}

const newId = (): string => randomBytes(5).toString('hex');

const devicesOf = (steps: readonly Pick<StepOrder, 'device'>[]): readonly string[] => [...new Set(steps.map(({ device }) => device))];

function stopBy(control: ChangeControl, person: string, hold: boolean): void {
  if (hold) control.pause();
  else control.abort(person);
}

/** One as it is, several as all that is wrong. */
function throwAll(errors: readonly Error[]): void {
  const [first] = errors;
  if (first !== undefined) throw errors.length === 1 ? first : new ChangeRefused(errors);
}
