import { findPackageJSON } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isPlugin, type CheckResult, type Fingerprint, type Identification, type Inspection, type JsonObject, type Phase, type Plugin } from '@jackfield/sdk';
import { differences, Redaction, type Difference } from '../changes/index.ts';
import { matches, takeFingerprint, wantedParts } from '../discovery/index.ts';
import { createHostEvents, listen, type HostEventMap } from '../events/index.ts';
import { readCatalogue, runInProcess, SandboxedPluginHost, type CallTarget, type InstalledPlugin, type PluginCatalogue, type SupervisedPlugin } from '../plugins/index.ts';
import type { Enablement } from '../sites/index.ts';
import { transportSettings } from '../transports/index.ts';
import { pluginNotReadable, pushNotKept, unknownTestDevice } from './errors.ts';
import { testConfiguration, testSite } from './test-configuration.ts';
import type { TestDevice } from './device-description.ts';
import { startTestDevice, type RunningTestDevice } from './test-device.ts';
import { TestTransports } from './test-transports.ts';

export interface TestHostOptions {
  /** What `definePlugin` returned. Left out, the built bundle is loaded. */
  readonly plugin?: Plugin;
  /** The folder of its package.json: `new URL('..', import.meta.url)` from a file in `src`. */
  readonly directory: URL | string;
  /** Further plugins, by folder or package name: the one to whose point this plugin contributes data. */
  readonly with?: readonly string[];
  /** By name. */
  readonly devices: { readonly [name: string]: TestDevice };
  /** As a site would set them; the defaults of the plugin's schema are filled in. */
  readonly settings?: JsonObject;
  /** What a manager granted. Default `write`: all that the manifest asks for. */
  readonly grant?: Enablement['grant'];
  /** Of each call. Default 10,000. */
  readonly deadlineMs?: number;
}

/** An operation that the plugin asked for, as the host's gate judged it. */
export interface TestOperation {
  readonly device: string;
  readonly phase: Phase;
  /** Such as `snmp.get`. */
  readonly op: string;
  /** As the plugin sent it. */
  readonly request: unknown;
  /** Why the host said no; null when it let it through. */
  readonly refused: string | null;
}

/** Stands between a plugin and its device: answers in its place, fails, or performs and changes what came. Answers are JSON text. */
export type Intercept = (operation: Omit<TestOperation, 'refused'>, perform: () => Promise<string>, signal: AbortSignal) => Promise<string>;

export interface TestPlan {
  readonly key: JsonObject;
  readonly current: JsonObject;
  readonly wanted: JsonObject;
  /** Empty when there is nothing to do. */
  readonly differences: readonly Difference[];
}

const read = new Map<string, Promise<PluginCatalogue>>();

/** Read once in a test run: manifest, schemas and contributed data do not change under it. */
function packages(directories: readonly string[]): Promise<PluginCatalogue> {
  const key = JSON.stringify(directories);
  const known = read.get(key) ?? readCatalogue(directories);
  read.set(key, known);
  return known;
}

/** The folder itself, or that of an installed package. */
function folderOf(directory: string, named: string): string {
  if (named.startsWith('.') || isAbsolute(named)) return resolve(directory, named);
  try {
    return dirname(findPackageJSON(named, join(directory, 'package.json')) ?? '');
  } catch (cause) {
    throw pluginNotReadable(`${named} is not installed beside ${directory}`, { cause, place: { file: directory } });
  }
}

/** The package under test, and the plugin that runs: itself, or the one to whose point it contributes. */
async function packagesOf(directory: string, others: readonly string[]): Promise<Pick<Tested, 'packaged' | 'installed'>> {
  const catalogue = await packages([directory, ...others.map((other) => folderOf(directory, other))]);
  const [refused] = catalogue.refused;
  if (refused !== undefined) throw refused.error;
  const packaged = catalogue.plugins.find((plugin) => resolve(plugin.directory) === resolve(directory)) ?? catalogue.plugins[0];
  if (packaged === undefined) throw pluginNotReadable(`${directory} holds no plugin`, { place: { file: directory } });
  if (packaged.entry !== null) return { packaged, installed: packaged };
  const installed = catalogue.plugins.find(({ entry, manifest: { points } }) => entry !== null && Object.keys(points).some((point) => Object.hasOwn(packaged.manifest.contributes, point)));
  if (installed === undefined) throw pluginNotReadable(`${packaged.id} has no code, and no plugin of "with" has a point that it contributes to`, { place: { file: directory } });
  return { packaged, installed };
}

async function bundle({ directory, entry }: InstalledPlugin): Promise<Plugin> {
  const module: unknown = entry === null ? null : await import(pathToFileURL(entry).href);
  const plugin: unknown = typeof module === 'object' && module !== null && 'default' in module ? module.default : null;
  if (!isPlugin(plugin)) throw pluginNotReadable(`${entry ?? directory} exports no plugin by default`, { place: { file: entry ?? directory } });
  return plugin;
}

/** Loads a plugin into a host whose devices are simulators on loopback; everything else is the real host's. */
export async function createTestHost(options: TestHostOptions): Promise<TestHost> {
  const directory = options.directory instanceof URL ? fileURLToPath(options.directory) : options.directory;
  const { packaged, installed } = await packagesOf(directory, options.with ?? []);
  const plugin = (packaged === installed ? options.plugin : undefined) ?? (await bundle(installed));
  await using starting = new AsyncDisposableStack();
  const devices = new Map<string, RunningTestDevice>();
  for (const [name, { recording, ...device }] of Object.entries(options.devices)) {
    const recorded = recording === undefined ? {} : { recording: resolve(directory, recording) };
    devices.set(name, starting.use(await startTestDevice(name, { ...device, ...recorded })));
  }
  const transports = starting.use(new TestTransports(devices));
  return new TestHost(options, { packaged, installed, plugin }, devices, transports, starting);
}

interface Tested {
  readonly packaged: InstalledPlugin;
  readonly installed: InstalledPlugin;
  readonly plugin: Plugin;
}

/** A host with one plugin and the devices of a test. Each call fails when the plugin asked for what the test does not describe. */
export class TestHost implements AsyncDisposable {
  /** All that the plugin asked for, in order. */
  readonly operations: TestOperation[] = [];
  readonly logs: HostEventMap['plugin.log'][] = [];
  /** Sees every operation before the host does; null for none. */
  intercept: Intercept | null = null;
  /** The plugin that runs: manifest, schemas. */
  readonly plugin: InstalledPlugin;
  /** The package under test; another one than `plugin` when it has no code of its own. */
  readonly packaged: InstalledPlugin;
  readonly #options: TestHostOptions;
  readonly #devices: ReadonlyMap<string, RunningTestDevice>;
  readonly #transports: TestTransports;
  readonly #host: SandboxedPluginHost;
  readonly #open: AsyncDisposableStack;

  constructor(
    options: TestHostOptions, { packaged, installed, plugin }: Tested, devices: ReadonlyMap<string, RunningTestDevice>, transports: TestTransports, starting: AsyncDisposableStack,
  ) {
    this.#options = options;
    this.plugin = installed;
    this.packaged = packaged;
    this.#devices = devices;
    this.#transports = transports;
    const events = createHostEvents();
    const configuration = { current: testConfiguration(devices, options.settings ?? {}, options.grant ?? 'write') };
    const catalogue = { plugins: [installed], refused: [], find: (id: string) => (id === installed.id ? installed : null) };
    const audit = { record: async () => undefined };
    this.#host = starting.use(new SandboxedPluginHost(catalogue, configuration, transports, audit, events, (supervision) => this.#noting(runInProcess(supervision, plugin))));
    starting.use(listen(events, { 'plugin.log': (line) => this.logs.push(line) }));
    this.#open = starting.move();
  }

  /** What the host refused. A plugin that keeps to its manifest and its phases has none. */
  get refusals(): readonly TestOperation[] {
    return this.operations.filter(({ refused }) => refused !== null);
  }

  /** Begins to note anew, as if nothing had been asked for. */
  forget(): void {
    this.operations.length = 0;
    this.logs.length = 0;
  }

  /** The running device: its files, its agent, its faults. */
  device(name: string): RunningTestDevice {
    const device = this.#devices.get(name);
    if (device === undefined) throw unknownTestDevice(`there is no device ${name}, but ${[...this.#devices.keys()].join(', ')}`);
    return device;
  }

  /** The device's fingerprint is taken (unless it is known) and held against the manifest: null when the plugin would not be asked, or says no. */
  async identify(discovery: string, device: string, known?: Fingerprint): Promise<Identification | null> {
    const rules = this.plugin.manifest.contributes.discovery[discovery]?.match ?? [];
    const fingerprint = known ?? (await this.fingerprint(device));
    if (!rules.some((rule) => matches(fingerprint, rule))) return null;
    return this.#call(() => this.#host.identify({ ...this.#to(device), discovery, fingerprint }));
  }

  /** What discovery sees of a device before it asks any plugin. */
  async fingerprint(name: string): Promise<Fingerprint> {
    const target = { key: name, site: testSite, address: '127.0.0.1', settings: transportSettings(this.device(name).transports) };
    const parts = wantedParts(['snmp.sysObjectID', 'ssh.banner', 'ami.banner', 'http.title']);
    return this.#transports.during('fingerprint', () => takeFingerprint(this.#transports, target, parts, null, 2_000, AbortSignal.timeout(10_000), () => undefined));
  }

  async inspect(discovery: string, device: string): Promise<Inspection> {
    return this.#call(() => this.#host.inspect({ ...this.#to(device), discovery }));
  }

  async check(check: string, device: string): Promise<CheckResult> {
    return this.#call(() => this.#host.check({ ...this.#to(device), check }));
  }

  async read(resource: string, device: string, key: JsonObject = {}): Promise<JsonObject> {
    return this.#call(() => this.#host.read({ ...this.#to(device), resource, key }));
  }

  /** Reads, and has the plugin work out what the spec makes of it. Nothing is changed. */
  async plan(resource: string, device: string, spec: JsonObject): Promise<TestPlan> {
    const fields = this.plugin.manifest.contributes.resources[resource]?.key ?? [];
    const key = Object.fromEntries(fields.flatMap((field) => (spec[field] === undefined ? [] : [[field, spec[field]]])));
    const current = await this.read(resource, device, key);
    const wanted = await this.#call(() => this.#host.plan({ ...this.#to(device), resource, current, spec }));
    return { key, current, wanted, differences: differences(current, wanted, new Redaction(new Set())) };
  }

  /** Applies a plan, and nothing more: for tests of what happens half-way. */
  async apply(resource: string, device: string, { key, current, wanted }: TestPlan): Promise<void> {
    await this.#call(() => this.#host.apply({ ...this.#to(device), resource, wanted, current, key, lease: lease(device) }));
  }

  async restore(resource: string, device: string, { key, current }: Pick<TestPlan, 'key' | 'current'>): Promise<void> {
    await this.#call(() => this.#host.restore({ ...this.#to(device), resource, state: current, key, lease: lease(device) }));
  }

  /** Plans, applies and reads back, as a change does; throws when what is there then is not what was planned. */
  async push(resource: string, device: string, spec: JsonObject): Promise<TestPlan> {
    const plan = await this.plan(resource, device, spec);
    await this.apply(resource, device, plan);
    const left = differences(plan.wanted, await this.read(resource, device, plan.key), new Redaction(new Set()));
    if (left.length > 0) {
      throw pushNotKept(left.map(({ path, before, after }) => `${path} is ${JSON.stringify(after)}, planned was ${JSON.stringify(before)}`).join('; '), { place: { device } });
    }
    return plan;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#open.disposeAsync();
  }

  #to(name: string): { readonly plugin: string; readonly device: CallTarget; readonly deadlineMs: number; readonly person: string } {
    const { facts } = this.device(name);
    const { vendor = null, model = null, os = null, version = null, serial = null, labels = {} } = facts;
    const device = { id: name, name, site: testSite, address: '127.0.0.1', vendor, model, os, version, serial, labels };
    return { plugin: this.plugin.id, device, deadlineMs: this.#options.deadlineMs ?? 10_000, person: 'test' };
  }

  async #call<Answer>(run: () => Promise<Answer>): Promise<Answer> {
    try {
      return await run();
    } finally {
      this.#transports.throwUnmocked();
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
          operate: async (request, timeoutMs, operationSignal, onPiece) => {
            const operation = describe(request);
            try {
              const perform = (): Promise<string> => this.#transports.during(`${phase} ${name}`, () => handlers.operate(request, timeoutMs, operationSignal, onPiece));
              const answer = await (this.intercept === null ? perform() : this.intercept(operation, perform, operationSignal));
              this.operations.push({ ...operation, refused: null });
              return answer;
            } catch (error) {
              const isGate = error instanceof Error && 'data' in error && typeof error.data === 'object' && error.data !== null && 'reason' in error.data;
              this.operations.push({ ...operation, refused: isGate ? error.message : null });
              throw error;
            }
          },
        }, reason, signal);
      },
      facts: () => plugin.facts(),
      release: () => plugin.release(),
      [Symbol.asyncDispose]: () => plugin[Symbol.asyncDispose](),
    };
  }
}

function lease(device: string): { readonly change: string; readonly device: string; readonly token: number } {
  return { change: 'test', device, token: 1 };
}
