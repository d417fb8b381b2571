import { isOnTrial, type CheckResult, type Fingerprint, type Identification, type Inspection, type JsonObject, type Notice, type Plugin } from '@jackfield/sdk';
import { resultOf } from '@jackfield/sdk/runtime';
import type { Notification } from '@jackfield/sdk/testing';
import { checkSpec, differences, Redaction, secretNames } from '../changes/index.ts';
import { matchingDiscoveries, takeFingerprint, wantedBy } from '../discovery/index.ts';
import { createHostEvents, listen, type HostEventMap, type HostEvents } from '../events/index.ts';
import {
  complaintText, runInProcess, SandboxedPluginHost, type CallTarget, type DeprecationUse, type InProcessPlugin, type InstalledPlugin, type ProcessFacts, type SupervisedPlugin,
} from '../plugins/index.ts';
import type { Configuration } from '../sites/index.ts';
import { transportSettings } from '../transports/index.ts';
import { callNotAwaited, noTestClock, pluginNotReadable, pushNotKept, specNotValid, unknownTestDevice } from './errors.ts';
import { HeardPromise } from './heard-promise.ts';
import { legible } from './legible.ts';
import { openHosts } from './open-hosts.ts';
import { PluginFence } from './plugin-fence.ts';
import { testConfiguration, testSite } from './test-configuration.ts';
import type { RunningTestDevice } from './test-device.ts';
import type { TestHostOptions } from './test-host-options.ts';
import type { Intercept, TestOperation } from './test-operation.ts';
import type { TestPlan } from './test-plan.ts';
import { startTestSchedule, type TestHealthSettings, type TestSchedule } from './test-schedule.ts';
import { TestTransports } from './test-transports.ts';
import { TestWatch } from './test-watch.ts';
import { loadTested, type Tested } from './tested-package.ts';

/**
 * How long a device of a test keeps what is on trial, in milliseconds.
 *
 * @experimental
 * @since 0.1.0
 */
export const trialMs = 60_000;

/**
 * A host with one plugin and the devices of a test. Each call fails when the plugin asked for what the test does not describe.
 *
 * @experimental
 * @since 0.1.0
 */
export class TestHost implements AsyncDisposable {
  /** All that the plugin asked for, in order. */
  readonly operations: TestOperation[] = [];
  /** What its watchers told, in order and as it came: also what the host leaves out because it is not valid. */
  readonly told: unknown[] = [];
  /** What the plugin logged, in order. */
  readonly logs: HostEventMap['plugin.log'][] = [];
  /** Sees every operation before the host does; null for none. */
  intercept: Intercept | null = null;
  /** What watchers hear, as JSON text, in place of what the device says by itself; null for that. */
  events: ((operation: Omit<TestOperation, 'refused'>, signal: AbortSignal) => AsyncIterable<string>) | null = null;
  /** Cancels the calls that are made while it stands here. */
  signal: AbortSignal | null = null;
  /** The plugin that runs: manifest, schemas. */
  readonly plugin: InstalledPlugin;
  /** The package under test; another one than `plugin` when it has no code of its own. */
  readonly packaged: InstalledPlugin;
  readonly #options: TestHostOptions;
  readonly #devices: ReadonlyMap<string, RunningTestDevice>;
  readonly #transports: TestTransports;
  readonly #host: SandboxedPluginHost;
  #running: InProcessPlugin | null = null;
  #supervised: SupervisedPlugin | null = null;
  readonly #unheard = new Map<unknown, string>();
  readonly #kept: (Pick<TestPlan, 'key' | 'current'> & { readonly resource: string; readonly device: string })[] = [];
  readonly #fence: PluginFence;
  readonly #events: HostEvents = createHostEvents();
  readonly #configuration: Configuration;
  readonly #open: AsyncDisposableStack;

  constructor(
    options: TestHostOptions, { packaged, installed, plugin }: Tested, devices: ReadonlyMap<string, RunningTestDevice>, transports: TestTransports, starting: AsyncDisposableStack,
  ) {
    this.#options = options;
    this.plugin = installed;
    this.packaged = packaged;
    this.#devices = devices;
    this.#transports = transports;
    const events = this.#events;
    this.#configuration = testConfiguration(devices, options.settings ?? {}, options.grant ?? 'write');
    this.#fence = new PluginFence(installed.id, [installed.directory]);
    const fenced = plugin === null ? null : this.#fence.around(plugin);
    const catalogue = { plugins: [installed], refused: [], find: (id: string) => (id === installed.id ? installed : null) };
    const audit = { recordDeed: async () => undefined };
    this.#host = starting.use(new SandboxedPluginHost(catalogue, { current: this.#configuration }, transports, audit, events, () => [], (supervision) => {
      this.#running = fenced === null ? null : runInProcess(supervision, fenced);
      this.#supervised = this.#running ?? options.supervise?.(supervision) ?? null;
      if (this.#supervised === null) throw pluginNotReadable(`${supervision.id} is run by nobody`);
      return this.#noting(this.#supervised);
    }));
    starting.use(listen(events, { 'plugin.log': (line) => this.logs.push(line) }));
    this.#open = starting.move();
    openHosts.add(this);
  }

  /** What the host refused. A plugin that keeps to its manifest and its phases has none. */
  get refusals(): readonly TestOperation[] {
    return this.operations.filter(({ refused }) => refused !== null);
  }

  /** Calls that are over for the host while the plugin still works on them. */
  get owed(): number {
    return this.#running?.owed ?? 0;
  }

  /** What the plugin was seen to use that is deprecated: keys of its manifest, functions that it called. */
  async deprecations(): Promise<readonly DeprecationUse[]> {
    return (await this.#host.status()).flatMap(({ deprecated }) => deprecated);
  }

  /** How the plugin's process is; null before the first call. */
  async facts(): Promise<ProcessFacts | null> {
    return (await this.#supervised?.facts()) ?? null;
  }

  /** Begins to note anew, as if nothing had been asked for. */
  forget(): void {
    this.operations.length = 0;
    this.logs.length = 0;
    this.told.length = 0;
  }

  /** The running device: its files, its agent, its faults. */
  device(name: string): RunningTestDevice {
    const device = this.#devices.get(name);
    if (device === undefined) throw unknownTestDevice(`there is no device ${name}, but ${[...this.#devices.keys()].join(', ')}`);
    return device;
  }

  /** The device's fingerprint is taken (unless it is known) and held against the manifest: null when the plugin would not be asked, or says no. */
  identify(discovery: string, device: string, known?: Fingerprint): Promise<Identification | null> {
    return this.#heard(`identify ${discovery} on ${device}`, async () => {
      const fingerprint = known ?? (await this.fingerprint(device));
      if (!matchingDiscoveries(this.plugin.manifest, fingerprint).includes(discovery)) return null;
      return this.#call(() => this.#host.identify({ ...this.#to(device), discovery, fingerprint }));
    });
  }

  /** What discovery sees of a device before it asks any plugin. */
  async fingerprint(name: string): Promise<Fingerprint> {
    const target = { key: name, site: testSite, address: '127.0.0.1', settings: transportSettings(this.device(name).transports) };
    const wanted = { parts: new Set(['snmp', 'ssh', 'ami', 'http'] as const), ports: wantedBy([this.plugin]).ports };
    return this.#transports.during('fingerprint', () => takeFingerprint(this.#transports, target, wanted, null, 2_000, AbortSignal.timeout(10_000), () => undefined));
  }

  /** The whole picture of a device. */
  inspect(discovery: string, device: string): Promise<Inspection> {
    return this.#heard(`inspect ${discovery} on ${device}`, () => this.#call(() => this.#host.inspect({ ...this.#to(device), discovery })));
  }

  /** Runs a check. What the plugin throws arrives as an outcome, or as a fault with its code. */
  check(check: string, device: string): Promise<CheckResult> {
    return this.#heard(`check ${check} on ${device}`, () => this.#call(async () => resultOf(await this.#host.check({ ...this.#to(device), check }))));
  }

  /** The present state of a resource. */
  read(resource: string, device: string, key: JsonObject = {}): Promise<JsonObject> {
    return this.#heard(`read ${resource} on ${device}`, () => this.#call(() => this.#host.read({ ...this.#to(device), resource, key })));
  }

  /** Keys of the instances of a resource that the device has; null from a plugin that cannot tell. */
  list(resource: string, device: string): Promise<readonly JsonObject[] | null> {
    return this.#heard(`list ${resource} on ${device}`, () => this.#call(() => this.#host.list({ ...this.#to(device), resource })));
  }

  /** Checks the spec by its schema, reads, and has the plugin work out what the spec makes of it. Nothing is changed. */
  plan(resource: string, device: string, given: JsonObject): Promise<TestPlan> {
    return this.#heard(`plan ${resource} on ${device}`, () => this.#plan(resource, device, given));
  }

  async #plan(resource: string, device: string, given: JsonObject): Promise<TestPlan> {
    const spec = this.#checked(resource, device, given);
    const fields = this.plugin.manifest.contributes.resources[resource]?.key ?? [];
    const key = Object.fromEntries(fields.flatMap((field) => (spec[field] === undefined ? [] : [[field, spec[field]]])));
    const current = await this.#heard(`read ${resource} on ${device}`, () => this.#call(() => this.#host.read({ ...this.#to(device), resource, key, spec })));
    const wanted = await this.planOn(resource, device, current, spec);
    return { key, current, wanted, differences: differences(current, wanted, new Redaction(secretNames(this.plugin.resourceSchemas.get(resource) ?? {}), spec, current, wanted)) };
  }

  /** What the plugin makes of a spec on a state that the test gives: the device is not asked. */
  planOn(resource: string, device: string, current: JsonObject, given: JsonObject): Promise<JsonObject> {
    return this.#heard(`plan ${resource} on ${device}`, async () => {
      const spec = this.#checked(resource, device, given);
      return this.#call(() => this.#host.plan({ ...this.#to(device), resource, current, spec }));
    });
  }

  /** As a change does: the plugin sees specs that its schema allows, with the defaults filled in. */
  #checked(resource: string, device: string, given: JsonObject): JsonObject {
    const { spec, complaints } = checkSpec(this.plugin.resourceSchemas.get(resource) ?? {}, this.plugin.id, given);
    if (complaints.length > 0) throw specNotValid(complaints.map(complaintText).join('; '), { place: { plugin: this.plugin.id, device } });
    return spec;
  }

  /** Asks the device whether it takes what a plan would write, as the host does while it plans: of a resource whose manifest says `probe`. */
  probe(resource: string, device: string, { key, current, wanted }: TestPlan): Promise<void> {
    return this.#heard(`probe ${resource} on ${device}`, () => this.#call(() => this.#host.probe({ ...this.#to(device), resource, wanted, current, key, lease: lease(device) })));
  }

  /** Has the device start with what it runs, as the host does when a change is kept: of a way of discovery whose manifest says `saves`. */
  save(discovery: string, device: string): Promise<boolean> {
    return this.#heard(`save ${discovery} on ${device}`, () => this.#call(() => this.#host.save({ ...this.#to(device), discovery, lease: lease(device) })));
  }

  /** Applies a plan, and nothing more: for tests of what happens half-way. */
  apply(resource: string, device: string, { key, current, wanted }: TestPlan): Promise<void> {
    return this.#heard(`apply ${resource} on ${device}`, () => this.#call(() => this.#host.apply({ ...this.#to(device), resource, wanted, current, key, lease: lease(device), ...(this.#isConfirmed(resource) ? { trialMs } : {}) })));
  }

  /** Keeps what `apply` put on trial: of a resource whose commit class is `confirm` or `timer`. */
  confirm(resource: string, device: string, { key, wanted }: Pick<TestPlan, 'key' | 'wanted'>): Promise<void> {
    return this.#heard(`confirm ${resource} on ${device}`, () => this.#call(() => this.#host.confirm({ ...this.#to(device), resource, wanted, key, lease: lease(device) })));
  }

  /** Puts back the state that a plan was made on: as what failed is put back, or on trial, as by a person's undo of a resource whose commit class is `confirm` or `timer`. */
  restore(resource: string, device: string, { key, current }: Pick<TestPlan, 'key' | 'current'>, onTrial = false): Promise<void> {
    return this.#heard(`restore ${resource} on ${device}`, () => this.#call(() => this.#host.restore({ ...this.#to(device), resource, state: current, key, lease: lease(device), ...(onTrial ? { trialMs } : {}) })));
  }

  /** Plans, applies, reads back and confirms, as a change does; throws when what is there then is not what was planned. */
  push(resource: string, device: string, spec: JsonObject): Promise<TestPlan> {
    return this.#heard(`push ${resource} on ${device}`, () => this.#push(resource, device, spec));
  }

  async #push(resource: string, device: string, spec: JsonObject): Promise<TestPlan> {
    const plan = await this.plan(resource, device, spec);
    await this.apply(resource, device, plan);
    const left = differences(plan.wanted, await this.read(resource, device, plan.key), new Redaction(new Set()));
    if (left.length > 0) {
      throw pushNotKept(left.map(({ path, before, after }) => `${path} is ${JSON.stringify(after)}, planned was ${JSON.stringify(before)}`).join('; '), { place: { device } });
    }
    if (this.#isConfirmed(resource)) await this.confirm(resource, device, plan);
    return plan;
  }

  /**
   * Runs a watcher, and gathers what it tells, until that is disposed. As in the host it is started again when it ends. Disposing
   * fails when the plugin asked for what the test does not describe.
   */
  async watch(watcher: string, name: string): Promise<TestWatch> {
    const { plugin, device, person } = this.#to(name);
    const verify = (): Promise<void> => this.#call(async () => undefined);
    return this.#open.use(await TestWatch.start(this.#events, device.id, () => this.#host.watch({ plugin, device, watcher, person }), verify));
  }

  /** Has a notifier hand a message over, as the host does where a channel names the notifier and this device. */
  tell(notifier: string, device: string, message: Partial<Notice> = {}, to: readonly string[] = [], channel: JsonObject = {}): Promise<void> {
    const whole: Notice = { id: '0b5d7c52-0000-4000-8000-000000000001', kind: 'test', title: 'A test', text: 'A test\n', incidents: [], attachments: [], ...message };
    return this.#heard(`tell ${notifier} on ${device}`, () => this.#call(() => this.#host.notify({ ...this.#to(device), notifier, message: whole, to, channel })));
  }

  /** The device says something by itself over SNMP, to this host: true when that was sent, an inform when it was acknowledged. */
  async notify(device: string, notification: Omit<Notification, 'to'>): Promise<boolean> {
    return this.#transports.notify(this.device(device).name, notification);
  }

  /** Begins to run the plugin's checks on all devices as the host does, by the clock of the test. */
  async schedule(health: TestHealthSettings = {}): Promise<TestSchedule> {
    const { clock } = this.#options;
    if (clock === undefined) throw noTestClock('host.schedule() has no clock to go by');
    return this.#open.use(await startTestSchedule({
      clock, health, plugin: this.plugin, devices: this.#devices, configuration: this.#configuration, events: this.#events, check: (call) => this.#call(() => this.#host.check(call)),
    }));
  }

  /**
   * Another host before the same devices, as they are now: with the plugin from a module that was loaded anew it knows
   * nothing of what happened, as after a restart. Close it before this one.
   */
  async again(plugin?: Plugin): Promise<TestHost> {
    const options = { ...this.#options, ...(plugin === undefined ? {} : { plugin }) };
    const tested = await loadTested(this.packaged.directory, options);
    await using starting = new AsyncDisposableStack();
    const transports = starting.use(new TestTransports(this.#devices, new Map(Object.entries(options.real ?? {}))));
    return new TestHost(options, tested, this.#devices, transports, starting);
  }

  /** Whatever happens from here on, the device has this again when the host is closed. */
  keep(resource: string, device: string, { key, current }: Pick<TestPlan, 'key' | 'current'>): void {
    this.#kept.push({ resource, device, key, current });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.intercept = null;
    this.signal = null;
    openHosts.delete(this);
    // Looked at before anything is closed: what ends because of that is no news.
    const unheard = [...this.#unheard.values()];
    try {
      for (const { resource, device, ...state } of this.#kept) await this.restore(resource, device, state);
    } finally {
      await this.#open.disposeAsync();
    }
    if (unheard.length > 0) throw legible(callNotAwaited(`nobody waited for ${unheard.join(', ')}: is an await missing?`));
  }

  /** Remembers the call until somebody waits for it: a test that forgets to must not pass. */
  #heard<Answer>(what: string, run: () => Promise<Answer>): Promise<Answer> {
    const call = HeardPromise.begin(run, (heard) => this.#unheard.delete(heard));
    this.#unheard.set(call, what);
    return call;
  }

  #to(name: string): { readonly plugin: string; readonly device: CallTarget; readonly deadlineMs: number; readonly person: string; readonly signal?: AbortSignal } {
    const { facts } = this.device(name);
    const { vendor = null, model = null, os = null, version = null, serial = null, labels = {} } = facts;
    const device = { id: name, name, site: testSite, address: '127.0.0.1', vendor, model, os, version, serial, labels };
    return { plugin: this.plugin.id, device, deadlineMs: this.#options.deadlineMs ?? 10_000, person: 'test', ...(this.signal === null ? {} : { signal: this.signal }) };
  }

  #isConfirmed(resource: string): boolean {
    return isOnTrial(this.plugin.manifest.contributes.resources[resource]?.commitClass ?? 'snapshot');
  }

  async #call<Answer>(run: () => Promise<Answer>): Promise<Answer> {
    try {
      try {
        return await run();
      } finally {
        this.#transports.throwUnmocked();
        this.#fence.throwReached();
      }
    } catch (error) {
      throw legible(error);
    }
  }

  /** Events for the plugin, noted like any other operation; what brings them is the host's own work. */
  async *#subscribed(operation: Omit<TestOperation, 'refused'>, subscribe: () => AsyncIterable<string>): AsyncGenerator<string> {
    const at = this.operations.push({ ...operation, refused: null }) - 1;
    const events = this.#fence.outside(() => subscribe()[Symbol.asyncIterator]());
    try {
      for (let next = await this.#fence.outside(() => events.next()); next.done !== true; next = await this.#fence.outside(() => events.next())) yield next.value;
    } catch (error) {
      this.operations[at] = { ...operation, refused: refusalOf(error) };
      throw error;
    } finally {
      await events.return?.();
    }
  }

  /** The plugin as it is, with all that it asks for noted. */
  #noting(plugin: SupervisedPlugin): SupervisedPlugin {
    return {
      invoke: (invocation, handlers, reason, signal) => {
        const { device, phase, name } = invocation;
        const describe = (request: unknown): Omit<TestOperation, 'refused'> => {
          const op = typeof request === 'object' && request !== null && 'op' in request ? String(request.op) : '?';
          return { device: device.name, phase, op, request };
        };
        return plugin.invoke(invocation, {
          ...handlers,
          operate: async (request, time, operationSignal, onPiece) => {
            const operation = describe(request);
            try {
              const perform = (): Promise<string> =>
                this.#fence.outside(() => this.#transports.during(`${phase} ${name}`, () => handlers.operate(request, time, operationSignal, onPiece)));
              const answer = await (this.intercept === null ? perform() : this.intercept(operation, perform, operationSignal));
              this.operations.push({ ...operation, refused: null });
              return answer;
            } catch (error) {
              this.operations.push({ ...operation, refused: refusalOf(error) });
              throw error;
            }
          },
          watch: (event) => {
            this.told.push(event);
            handlers.watch(event);
          },
          subscribe: (request, subscriptionSignal) => {
            const operation = describe(request);
            return this.#subscribed(operation, () => this.events?.(operation, subscriptionSignal) ?? handlers.subscribe(request, subscriptionSignal));
          },
        }, reason, signal);
      },
      activate: (reason) => plugin.activate(reason),
      facts: () => plugin.facts(),
      profile: (milliseconds, signal) => plugin.profile(milliseconds, signal),
      release: () => plugin.release(),
      [Symbol.asyncDispose]: () => plugin[Symbol.asyncDispose](),
    };
  }
}

/** Why the gate said no; null for what went wrong behind it. */
function refusalOf(error: unknown): string | null {
  const isGate = error instanceof Error && 'data' in error && typeof error.data === 'object' && error.data !== null && 'reason' in error.data;
  return isGate ? error.message : null;
}

function lease(device: string): { readonly change: string; readonly device: string; readonly token: number } {
  return { change: 'test', device, token: 1 };
}
