import { isWriting, type ContributionKind, type JsonObject, type Phase } from '@jackfield/sdk';
import { machineTime } from '@jackfield/sdk/runtime';
import { z } from 'zod';
import type { Audit } from '../access/index.ts';
import type { JackfieldError } from '../errors/index.ts';
import { listen, type HostEvents } from '../events/index.ts';
import { didYouMean, type Configuration, type ConfigurationService } from '../sites/index.ts';
import { isSipPeer, transportSettings, type Operation, type Transports } from '../transports/index.ts';
import { answers } from './answers.ts';
import { OperationBroker, resolveRequest, type BrokeredCall } from './broker/index.ts';
import { scopesOf } from './configured-plugins.ts';
import { channelSettings } from './channel-settings.ts';
import { answerInvalid, contributionMissing, leaseMissing, pluginNotEnabled, pluginUnknown, pluginWithoutCode } from './errors.ts';
import type { CrashOfVersion } from './crash.ts';
import type { DevicesAt } from './device-entries.ts';
import { deprecationUse, type DeprecationUse } from './deprecation-use.ts';
import type { InstalledPlugin, PluginCatalogue } from './installed-plugin.ts';
import { LastErrors } from './last-errors.ts';
import type { CallTarget, Lease, PluginHost, PluginStatus } from './plugin-host.ts';
import { PluginSettings } from './plugin-settings.ts';
import { clearData, clearFault, clearText, pluginNotRunning, superviseProcess, type InvocationHandlers, type SupervisedPlugin, type SupervisionOptions } from './process/index.ts';
import { readProfile, sourceNames, withSourceNames, type CpuProfile } from './profile/index.ts';
import { watchUntilDisposed } from './watching.ts';

/** A plugin makes the codes up that it is told by: no more of them are kept. */
const mostDeprecated = 100;

interface Call {
  readonly plugin: string;
  readonly device: CallTarget;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  readonly person: string;
}

interface Request extends Call {
  readonly phase: Phase;
  readonly kind: ContributionKind;
  readonly name: string;
  readonly input: JsonObject;
  readonly lease?: Lease;
  readonly onWaiting?: (isWaiting: boolean) => void;
}

interface RunningPlugin {
  readonly process: SupervisedPlugin;
  /** What it was seen to use that is deprecated. */
  readonly deprecated: DeprecationUse[];
  /** Calls under way, watchers left out. */
  calls: number;
  /** Another version, or none, is wanted since a reload. */
  retired: boolean;
}

/** The plugin host: finds the plugin, its rights and settings for a device, and calls its process. */
export class SandboxedPluginHost implements PluginHost {
  readonly #catalogue: PluginCatalogue;
  readonly #configurations: Pick<ConfigurationService, 'current'>;
  readonly #events: HostEvents;
  readonly #broker: OperationBroker;
  readonly #supervise: (options: SupervisionOptions) => SupervisedPlugin;
  readonly #settings: PluginSettings;
  readonly #wrongSettings: 'refused' | 'left out';
  readonly #lastErrors = new LastErrors();
  readonly #transports: Pick<Transports, 'redact' | 'renew'>;
  readonly #onCrash: (crash: CrashOfVersion) => void;
  readonly #processes = new Map<InstalledPlugin, RunningPlugin>();
  readonly #ending = new Set<Promise<void>>();
  readonly #listening: Disposable;

  /**
   * `devicesAt`: what entries of settings may stand for. `supervise` is another way to run plugins than in sandboxed processes
   * of their own: for tests of plugins. `onCrash` hears of every process that ended and should not have. `wrongSettings`:
   * whether a call works with the rest of them.
   */
  constructor(
    catalogue: PluginCatalogue, configurations: Pick<ConfigurationService, 'current'>, transports: Transports, audit: Pick<Audit, 'recordDeed'>, events: HostEvents,
    devicesAt: DevicesAt = () => [],
    supervise: (options: SupervisionOptions) => SupervisedPlugin = superviseProcess,
    onCrash: (crash: CrashOfVersion) => void = () => undefined,
    wrongSettings: 'refused' | 'left out' = 'refused',
  ) {
    this.#settings = new PluginSettings(devicesAt, (told) => events.emit('settings.devices', told));
    this.#wrongSettings = wrongSettings;
    this.#onCrash = onCrash;
    this.#supervise = supervise;
    this.#catalogue = catalogue;
    this.#configurations = configurations;
    this.#events = events;
    this.#transports = transports;
    this.#broker = new OperationBroker(transports, audit, events, configurations.current.daemon.listen);
    this.#listening = listen(events, { 'configuration.reloaded': () => this.#retireUnused() });
  }

  identify: PluginHost['identify'] = async ({ discovery, fingerprint, ...call }) =>
    this.#call({ ...call, phase: 'identify', kind: 'discovery', name: discovery, input: { fingerprint: asJson(fingerprint) } }, answers.identify);

  inspect: PluginHost['inspect'] = async ({ discovery, ...call }) =>
    this.#call({ ...call, phase: 'inspect', kind: 'discovery', name: discovery, input: {} }, answers.inspect);

  check: PluginHost['check'] = async ({ check, maxAgeMs = 0, alsoDue, ...call }) =>
    this.#call({ ...call, phase: 'check', kind: 'checks', name: check, input: { since: machineTime() - maxAgeMs, ...(alsoDue === undefined ? {} : { alsoDue }) } }, answers.check);

  read: PluginHost['read'] = async ({ resource, key, spec, earlier = [], ...call }) =>
    this.#call({ ...call, phase: 'read', kind: 'resources', name: resource, input: { key, ...(spec === undefined ? {} : { spec, earlier: earlier.map((one) => ({ ...one })) }) } }, answers.state);

  list: PluginHost['list'] = async ({ resource, ...call }) =>
    this.#call({ ...call, phase: 'read', kind: 'resources', name: resource, input: { list: true } }, answers.keys);

  plan: PluginHost['plan'] = async ({ resource, current, spec, ...call }) =>
    this.#call({ ...call, phase: 'plan', kind: 'resources', name: resource, input: { current, spec } }, answers.state);

  probe: PluginHost['probe'] = async ({ resource, wanted, current, key, ...call }) =>
    this.#call({ ...call, phase: 'probe', kind: 'resources', name: resource, input: { wanted, current, key } }, answers.nothing);

  save: PluginHost['save'] = async ({ discovery, ...call }) =>
    this.#call({ ...call, phase: 'save', kind: 'discovery', name: discovery, input: {} }, answers.saved);

  apply: PluginHost['apply'] = async ({ resource, wanted, current, key, trialMs, ...call }) =>
    this.#call({ ...call, phase: 'apply', kind: 'resources', name: resource, input: { wanted, current, key, ...(trialMs === undefined ? {} : { trialMs }) } }, answers.nothing);

  confirm: PluginHost['confirm'] = async ({ resource, wanted, key, ...call }) => {
    // A connection that was open before says nothing of whether the device still lets anybody in.
    await this.#transports.renew(call.device.id);
    return this.#call({ ...call, phase: 'confirm', kind: 'resources', name: resource, input: { wanted, key } }, answers.nothing);
  };

  restore: PluginHost['restore'] = async ({ resource, state, key, trialMs, ...call }) =>
    this.#call({ ...call, phase: 'restore', kind: 'resources', name: resource, input: { state, key, ...(trialMs === undefined ? {} : { trialMs }) } }, answers.nothing);

  watch: PluginHost['watch'] = async ({ watcher, ...call }) => {
    const request: Request = { ...call, deadlineMs: 24 * 3_600_000, phase: 'watch', kind: 'watchers', name: watcher, input: {} };
    const events = this.#events;
    return watchUntilDisposed((signal) => this.#call({ ...request, signal }, answers.nothing), call.signal, (error) =>
      events.emit('plugin.log', {
        plugin: call.plugin, level: 'warn', device: call.device.id, data: null,
        message: `watcher ${watcher} ended: ${error instanceof Error ? error.message : 'it returned'}`,
      }),
    );
  };

  notify: PluginHost['notify'] = async ({ notifier, message, to, channel, ...call }) => {
    const { incidents, attachments, ...whole } = message;
    const said = { ...whole, incidents: incidents.map((one) => ({ ...one })), attachments: attachments.map((one) => ({ ...one })) };
    return this.#call({ ...call, phase: 'notify', kind: 'notifiers', name: notifier, input: { message: said, to: [...to], channel: this.#channelOf(call, notifier, channel) } }, answers.nothing);
  };

  /** What a channel sets, as the plugin that is called understands it. */
  #channelOf({ plugin: id, device }: { readonly plugin: string; readonly device: CallTarget }, notifier: string, channel: JsonObject): JsonObject {
    const plugin = this.#catalogue.find(id, this.#configurations.current.enablement(id, deviceScope(device)).version);
    return plugin === null ? channel : channelSettings(plugin, notifier, channel);
  }

  async status(): Promise<readonly PluginStatus[]> {
    return Promise.all(
      this.#catalogue.plugins.map(async (plugin) => {
        const running = this.#processes.get(plugin);
        const { operations, refused } = this.#broker.counts(plugin);
        const facts = (await running?.process.facts()) ?? {
          state: 'idle' as const, pid: null, activation: null, restarts: 0, lastExit: null, cpuMs: 0, pssBytes: null, calls: 0, openCalls: 0, messages: 0, waiting: 0, fences: [], sdk: null,
        };
        return { id: plugin.id, version: plugin.version, ...facts, operations, refused, lastErrors: this.#lastErrors.of(versionOf(plugin)), deprecated: running?.deprecated ?? plugin.deprecated ?? [] };
      }),
    );
  }

  async profile(plugin: string, milliseconds: number, signal?: AbortSignal): Promise<CpuProfile> {
    const [running] = this.#runningOf(plugin);
    if (running === undefined) throw this.#catalogue.find(plugin) === null ? this.#unknown(plugin) : pluginNotRunning(`${plugin} is idle`, { place: { plugin } });
    const [profile, names] = await Promise.all([running.process.profile(milliseconds, signal), sourceNames(running.plugin.entry ?? '')]);
    return withSourceNames(readProfile(profile, plugin), names);
  }

  release(plugin: string): void {
    const running = this.#runningOf(plugin);
    if (running.length === 0) throw pluginUnknown(`${plugin} has no process`, { place: { plugin } });
    for (const { process } of running) process.release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]();
    const running = [...this.#processes.values()];
    this.#processes.clear();
    await Promise.all([...running.map(({ process }) => process[Symbol.asyncDispose]()), ...this.#ending]);
  }

  #unknown(plugin: string): JackfieldError {
    const meant = didYouMean(plugin, this.#catalogue.plugins.map(({ id }) => id));
    return pluginUnknown(`there is no plugin ${plugin}`, { hint: meant === null ? 'List them with `jackfield plugins`.' : `Did you mean "${meant}"?` });
  }

  #runningOf(plugin: string): { readonly plugin: InstalledPlugin; readonly process: SupervisedPlugin }[] {
    return [...this.#processes].filter(([{ id }]) => id === plugin).map(([installed, { process }]) => ({ plugin: installed, process }));
  }

  async #call<Answer>(request: Request, schema: z.ZodType<Answer>): Promise<Answer> {
    try {
      return await this.#invoke(request, schema);
    } catch (error) {
      await clearFault(error, this.#transports);
      const { version } = this.#configurations.current.enablement(request.plugin, deviceScope(request.device));
      const plugin = this.#catalogue.find(request.plugin, version);
      if (plugin !== null) this.#lastErrors.note(versionOf(plugin), request.device.name, error);
      throw error;
    }
  }

  async #invoke<Answer>(request: Request, schema: z.ZodType<Answer>): Promise<Answer> {
    const configuration = this.#configurations.current;
    const { plugin, brokered } = this.#prepare(configuration, request);
    const { device } = request;
    const { id, name, site, address, vendor, model, os, version, serial, labels } = device;
    const running = this.#running(plugin);
    const invoked = running.process.invoke(
      {
        phase: request.phase,
        kind: request.kind,
        name: request.name,
        device: { id, name, site, address, vendor, model, os, version, serial, labels },
        settings: this.#settings.settings(configuration, plugin, deviceScope(device), this.#wrongSettings === 'refused' || request.phase === 'plan'),
        input: request.input,
        deadlineMs: request.deadlineMs,
      },
      this.#handlers(brokered, request.onWaiting),
      `${request.phase} ${request.name} on ${name}`,
      request.signal,
    );
    const answer = await (request.phase === 'watch' ? invoked : this.#counted(running, invoked));
    const parsed = schema.safeParse(answer);
    if (!parsed.success) {
      throw answerInvalid(`${plugin.id} ${plugin.version}, ${request.phase} ${request.name}: ${z.prettifyError(parsed.error)}`, {
        place: { plugin: plugin.id, device: device.name },
      });
    }
    return parsed.data;
  }

  #prepare(configuration: Configuration, request: Request): { plugin: InstalledPlugin; brokered: BrokeredCall } {
    const { device, phase, lease } = request;
    const scope = deviceScope(device);
    const enablement = configuration.enablement(request.plugin, scope);
    const plugin = this.#catalogue.find(request.plugin, enablement.version);
    const place = { plugin: request.plugin, device: device.name };
    if (plugin === null) throw pluginUnknown(`${request.plugin} ${enablement.version ?? ''} is not installed`, { place });
    if (!enablement.enabled) throw pluginNotEnabled(`${plugin.id} is not enabled at ${device.site}`, { place });
    if (plugin.entry === null) throw pluginWithoutCode(`${plugin.id} cannot be called`, { place });
    if (!Object.hasOwn(plugin.manifest.contributes[request.kind], request.name)) {
      throw contributionMissing(`${plugin.id} ${plugin.version} has no ${request.kind}.${request.name}`, { place });
    }
    const leased = lease !== undefined && lease.device === device.id;
    if (isWriting(phase) && !leased) throw leaseMissing(`${phase} ${request.name} on ${device.name}`, { place });
    const transports = transportSettings(configuration.setting('transports', scope));
    return {
      plugin,
      brokered: {
        plugin,
        facts: {
          plugin: plugin.id, device: device.name, site: device.site, address: device.address, phase, leased, enablement,
          siteOfAddress: configuration.siteOf(device.address)?.id ?? null,
          mayAsk: (peer) => configuration.siteOf(peer)?.id === device.site || isSipPeer(transports.sip.peers, peer),
          namesCall: (target) => transports.ami.calls.some(({ name }) => name === target),
          manifest: plugin.manifest.permissions,
        },
        target: { key: device.id, site: device.site, address: device.address, settings: transports },
        person: request.person,
        change: lease?.change ?? null,
      },
    };
  }

  #handlers(call: BrokeredCall, waits?: (isWaiting: boolean) => void): InvocationHandlers {
    const { id } = call.plugin;
    const { device } = call.facts;
    return {
      ...this.#broker.handlers(call),
      ...(waits === undefined ? {} : { waits }),
      log: (level, message, data) => this.#events.emit('plugin.log', { plugin: id, level, message: clearText(message), device, data: clearData(data) }),
      watch: (event) => {
        const parsed = answers.watch.safeParse(event);
        if (!parsed.success || call.facts.phase !== 'watch') return;
        const { name, summary, hints } = parsed.data;
        this.#events.emit('plugin.watch', { plugin: id, device: call.target.key, name, summary, hints: hints ?? [] });
      },
    };
  }

  /** A process that nobody wants any more ends when its last call is answered; watchers are no reason to stay. */
  async #counted(running: RunningPlugin, invoked: Promise<unknown>): Promise<unknown> {
    running.calls += 1;
    try {
      return await invoked;
    } finally {
      running.calls -= 1;
      this.#endRetired(running);
    }
  }

  /** After a reload: other versions may be wanted than those that run. */
  #retireUnused(): void {
    const { current } = this.#configurations;
    const scopes = scopesOf(current);
    for (const [plugin, running] of this.#processes) {
      const wanted = scopes.some((scope) => {
        const { enabled, version } = current.enablement(plugin.id, scope);
        return enabled && this.#catalogue.find(plugin.id, version) === plugin;
      });
      if (wanted) continue;
      this.#processes.delete(plugin);
      running.retired = true;
      this.#endRetired(running);
    }
  }

  #endRetired(running: RunningPlugin): void {
    if (!running.retired || running.calls > 0) return;
    const ended = Promise.resolve(running.process[Symbol.asyncDispose]()).finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }

  #running(plugin: InstalledPlugin): RunningPlugin {
    const running = this.#processes.get(plugin);
    if (running !== undefined) return running;
    const { discovery, checks, resources, watchers, notifiers } = plugin.manifest.contributes;
    const deprecated = [...(plugin.deprecated ?? [])];
    for (const use of deprecated) this.#tellDeprecated(plugin, use);
    const process = this.#supervise({
      id: plugin.id,
      directory: plugin.directory,
      entry: plugin.entry ?? '',
      declared: {
        discovery: Object.keys(discovery), checks: Object.keys(checks), resources: Object.keys(resources), watchers: Object.keys(watchers), notifiers: Object.keys(notifiers),
      },
      off: (plugin.off ?? []).map(({ contribution }) => contribution),
      points: plugin.points,
      onState: (from, to, reason) => this.#events.emit('plugin.state', { plugin: plugin.id, from, to, reason }),
      onLog: (level, message, data) => this.#events.emit('plugin.log', { plugin: plugin.id, level, message: clearText(message), device: null, data: clearData(data) }),
      onDeprecated: (code) => {
        // Once in the life of the host, however often it starts.
        if (deprecated.some((use) => use.code === code) || deprecated.length >= mostDeprecated) return;
        const use = deprecationUse(code, null);
        deprecated.push(use);
        this.#tellDeprecated(plugin, use);
      },
      onCrash: (crash) => this.#onCrash({ ...crash, version: plugin.version, exchanges: crash.exchanges.map((exchange) => ({ ...exchange, operation: operationOf(exchange.request, plugin) })) }),
    });
    const started: RunningPlugin = { process, deprecated, calls: 0, retired: false };
    this.#processes.set(plugin, started);
    return started;
  }

  #tellDeprecated({ id }: InstalledPlugin, use: DeprecationUse): void {
    this.#events.emit('plugin.log', { plugin: id, level: 'warn', message: `${use.code} ${use.text}`, device: null, data: { deprecation: use.code } });
  }
}

/** The operation that a request came to; null for one that came to none. */
function operationOf(request: unknown, plugin: InstalledPlugin): Operation | null {
  try {
    return resolveRequest(request, plugin).operation;
  } catch {
    return null;
  }
}

const versionOf = ({ id, version }: InstalledPlugin): string => `${id}@${version}`;

function deviceScope(device: CallTarget): { level: 'device'; site: string; device: string } {
  return { level: 'device', site: device.site, device: device.name };
}

/** A fingerprint is plain data already; its interface only lacks the index signature. */
function asJson(value: object): JsonObject {
  return Object.fromEntries(Object.entries(value));
}
