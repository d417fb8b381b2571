import { performance } from 'node:perf_hooks';
import { OutcomeError, outcome } from '@jackfield/sdk';
import { ChannelClosed, ProtocolViolation, RemoteFault, ValueTooLarge } from '@jackfield/sdk/runtime';
import { JackfieldError } from '../../errors/index.ts';
import type { PluginState } from '../plugin-host.ts';
import { sourcePlace } from '../profile/index.ts';
import {
  activationRefused, memoryExceeded, pluginFault, pluginHung, pluginNotRunning, pluginQuarantined, profileLate, pluginStopped, pluginWaiting, processDied, protocolBroken,
} from './errors.ts';
import type { Ending, Evidence } from './evidence.ts';
import { planLaunch, type Launch } from './launch.ts';
import { overdueError } from './overdue.ts';
import { PluginLog, type LogSink } from './plugin-log.ts';
import { FaultPlaces } from './fault-places.ts';
import { PluginProcess } from './plugin-process.ts';
import { RestartPolicy } from './restart-policy.ts';
import type { Invocation, InvocationHandlers, ProcessFacts, SupervisedPlugin, SupervisionOptions } from './supervised-plugin.ts';

const heapMiB = 64;
const totalMiB = 192;
/** For what it remembers of each device. */
const kibOfDevice = 12;
/** Steps in which the caps grow. */
const stepMiB = 32;

/** Milliseconds a profile may be late: a busy plugin, and a text of megabytes. */
const profileGraceMs = 10_000;

/** Milliseconds a plugin may take to load. */
const startMs = 15_000;

const endings = { crash: processDied, hang: pluginHung, protocol: protocolBroken, memory: memoryExceeded, stopped: pluginStopped, refused: activationRefused } as const;

/** A plugin with its process: started when first needed, started again when it fails, given up when it keeps failing. */
export function superviseProcess(options: SupervisionOptions): SupervisedPlugin {
  return new Supervisor(options);
}

/** The reason of an end is told with the plugin's name before it. */
const withoutName = (message: string, id: string): string => (message.startsWith(`${id}: `) ? message.slice(id.length + 2) : message);

class Supervisor implements SupervisedPlugin {
  readonly #options: SupervisionOptions;
  readonly #policy = new RestartPolicy();
  readonly #log = new PluginLog();
  readonly #faults: FaultPlaces;
  #state: PluginState = 'idle';
  #process: PluginProcess | null = null;
  #starting: Promise<PluginProcess> | null = null;
  #launch: Launch | null = null;
  #launchedWith = 0;
  #activation: ProcessFacts['activation'] = null;
  #activeSince = 0;
  #restarts = 0;
  #pastCalls = 0;
  #pastMessages = 0;
  #lastEnding: Ending | null = null;
  #retry: { readonly timer: NodeJS.Timeout; readonly at: number } | null = null;

  constructor(options: SupervisionOptions) {
    this.#options = options;
    this.#faults = new FaultPlaces(options.entry);
  }

  async invoke(invocation: Invocation, handlers: InvocationHandlers, reason: string, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    const startedAt = performance.now();
    const remaining = (): number => invocation.deadlineMs - (performance.now() - startedAt);
    const overdue = Promise.withResolvers<never>();
    let late: Error | null = null;
    const deadline = setTimeout(() => {
      const waited = called?.process.calls.find(called.id)?.times.waited ?? null;
      late = overdueError({ about: this.#about(invocation, startedAt), place: this.#place(invocation), device: invocation.device.name, deadlineMs: invocation.deadlineMs, waited });
      overdue.reject(late);
    }, invocation.deadlineMs);
    const abort = (): void => overdue.reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    let called: { readonly process: PluginProcess; readonly id: number } | null = null;
    try {
      const process = await Promise.race([this.#ready(reason), overdue.promise]);
      const { id, answer } = process.invoke({ ...invocation, deadlineMs: Math.max(1, Math.floor(remaining())) }, handlers);
      called = { process, id };
      return await Promise.race([answer, overdue.promise]);
    } catch (error) {
      if (called !== null && (error === late || signal?.aborted === true)) called.process.abandon(called.id, 'nobody waits for the answer any more');
      if ((error instanceof ChannelClosed || error instanceof ProtocolViolation) && called !== null) {
        const { cause, reason: why } = await called.process.ended;
        throw endings[cause](`${this.#about(invocation, startedAt)}: ${why}`, { place: this.#place(invocation) });
      }
      throw await this.#explain(error, invocation, startedAt);
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abort);
    }
  }

  async activate(reason: string): Promise<void> {
    await this.#ready(reason);
  }

  async facts(): Promise<ProcessFacts> {
    const usage = (await this.#process?.usage()) ?? { cpuMs: 0, pssBytes: null };
    return {
      state: this.#state,
      pid: this.#process?.pid ?? null,
      activation: this.#activation,
      restarts: this.#restarts,
      lastExit: this.#lastEnding?.reason ?? null,
      ...usage,
      calls: this.#pastCalls + (this.#process?.calls.count ?? 0),
      openCalls: this.#process?.calls.open ?? 0,
      messages: this.#pastMessages + (this.#process?.messages ?? 0),
      waiting: this.#process?.waiting ?? 0,
      fences: (this.#launch?.fences ?? []).filter((fence) => fence.up).map((fence) => fence.name),
      sdk: this.#process?.sdk ?? null,
    };
  }

  async profile(milliseconds: number, signal?: AbortSignal): Promise<unknown> {
    const { id } = this.#options;
    const place = { plugin: id };
    const process = this.#process;
    if (process === null || this.#state !== 'active') throw pluginNotRunning(`${id} is ${this.#state}`, { place });
    const over = Promise.withResolvers<never>();
    const abort = (): void => over.reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(() => over.reject(profileLate(`${id} did not give its profile ${profileGraceMs / 1_000} s after it was due`, { place })), milliseconds + profileGraceMs);
    try {
      return await Promise.race([process.profile(milliseconds), over.promise]);
    } catch (error) {
      if (!(error instanceof ChannelClosed || error instanceof ProtocolViolation)) throw error;
      const { cause, reason } = await process.ended;
      throw endings[cause](`${id} while it was profiled: ${reason}`, { place });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  release(): void {
    if (this.#state !== 'quarantined' && this.#state !== 'restarting') return;
    this.#policy.forget();
    this.#clearRetry();
    this.#enter('idle', 'released by a person');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#clearRetry();
    if (this.#state !== 'stopped') this.#enter('stopped', 'stopped by the host');
    // Also one that is loading, which may never end; the second look is for one that was only just made.
    await this.#process?.stop();
    await this.#starting?.catch(() => undefined);
    await this.#process?.stop();
    this.#process = null;
  }

  /** The running process; starts one when there is none and none is due later. */
  async #ready(reason: string): Promise<PluginProcess> {
    const place = { plugin: this.#options.id };
    const last = this.#lastEnding?.reason ?? '';
    if (this.#state === 'stopped') throw pluginStopped(`${this.#options.id} is stopped`, { place });
    if (this.#state === 'quarantined') throw pluginQuarantined(`${this.#options.id}: ${last}`, { place });
    if (this.#state === 'restarting') {
      const seconds = Math.max(0, Math.ceil(((this.#retry?.at ?? 0) - performance.now()) / 1_000));
      throw pluginWaiting(`${this.#options.id} starts again in ${seconds} s, after: ${last}`, { place });
    }
    if (this.#starting !== null) return this.#starting;
    if (this.#process !== null) return this.#process;
    this.#starting = this.#start(reason).finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #start(reason: string): Promise<PluginProcess> {
    const { id, directory, entry, limits, without, inspectPort, devices } = this.#options;
    const room = Math.floor(((devices?.() ?? 0) * kibOfDevice) / 1_024 / stepMiB) * stepMiB;
    const total = (limits?.totalMiB ?? totalMiB) + room;
    const heap = (limits?.heapMiB ?? heapMiB) + room;
    if (this.#launchedWith !== heap) this.#launch = null;
    this.#launchedWith = heap;
    const begun = performance.now();
    this.#enter('starting', reason);
    let process: PluginProcess | null = null;
    try {
      this.#launch ??= await planLaunch({ id, directory, entry, heapMiB: heap, totalMiB: total, ...(without === undefined ? {} : { without }), ...(inspectPort === undefined ? {} : { inspectPort }) });
      this.#stillStarting();
      process = new PluginProcess({
        supervision: this.#options,
        launch: this.#launch,
        totalBytes: total * 1_024 * 1_024,
        log: this.#log,
        sink: this.#sink,
        onEnd: (ending, evidence) => this.#ended(ending, evidence),
      });
      this.#process = process;
      await this.#within(process.start(), process);
      this.#stillStarting();
    } catch (error) {
      if ((error instanceof ChannelClosed || error instanceof ProtocolViolation) && process !== null) {
        const { cause, reason: why } = await process.ended;
        throw endings[cause](`${id} while it started: ${why}`, { place: { plugin: id } });
      }
      const refusal = error instanceof RemoteFault ? activationRefused(`${id}: ${withoutName(error.message, id)}`, { place: { plugin: id, ...(await sourcePlace(entry, error.at ?? '')) }, cause: error }) : error;
      if (process === null) this.#ended({ cause: 'refused', reason: error instanceof Error ? error.message : String(error) });
      else if (refusal instanceof JackfieldError) process.end({ cause: 'refused', reason: withoutName(refusal.message, id) });
      throw refusal;
    }
    this.#activeSince = performance.now();
    this.#activation = { reason, at: new Date().toISOString(), readyMs: Math.round((this.#activeSince - begun) * 10) / 10 };
    this.#enter('active', reason);
    return process;
  }

  /** Who was stopped while it started must not become active: its end would be taken for a failure, and mended. */
  #stillStarting(): void {
    const { id } = this.#options;
    if (this.#state !== 'starting') throw pluginStopped(`${id} is stopped`, { place: { plugin: id } });
  }

  async #within(start: Promise<void>, process: PluginProcess): Promise<void> {
    // Somebody may hold it at its first line.
    if (this.#options.inspectPort !== undefined) return start;
    const timer = setTimeout(() => process.end({ cause: 'hang', reason: `it was not ready after ${startMs / 1_000} s` }), startMs);
    try {
      await start;
    } finally {
      clearTimeout(timer);
    }
  }

  readonly #sink: LogSink = (level, message, data) => {
    const { onLog } = this.#options;
    if (onLog !== undefined) onLog(level, message, data);
    else this.#process?.calls.latest?.log(level, message, data);
  };

  #ended(ending: Ending, evidence: Evidence | null = null): void {
    this.#lastEnding = ending;
    if (ending.cause !== 'stopped' && evidence !== null) this.#report(ending, evidence);
    this.#pastCalls += this.#process?.calls.count ?? 0;
    this.#pastMessages += this.#process?.messages ?? 0;
    this.#process = null;
    if (this.#state === 'stopped') return;
    const activeMs = this.#state === 'active' ? performance.now() - this.#activeSince : 0;
    // What a plugin declares does not change by starting it again.
    const delay = ending.cause === 'refused' ? null : this.#policy.failed(activeMs);
    if (delay === null) return this.#enter('quarantined', ending.reason);
    this.#enter('restarting', ending.reason);
    const timer = setTimeout(() => this.#again(ending), delay);
    timer.unref();
    this.#retry = { timer, at: performance.now() + delay };
  }

  #report(ending: Ending, evidence: Evidence): void {
    const { id, entry, onCrash } = this.#options;
    const wasActive = this.#state === 'active';
    onCrash?.({
      ...evidence, plugin: id, entry, ending, restarts: this.#restarts,
      pid: this.#process?.pid ?? null,
      activation: wasActive ? this.#activation : null,
      activeMs: wasActive ? Math.round(performance.now() - this.#activeSince) : null,
      fences: (this.#launch?.fences ?? []).filter(({ up }) => up).map(({ name }) => name),
    });
  }

  #again(after: Ending): void {
    this.#retry = null;
    this.#restarts += 1;
    this.#enter('idle', 'the wait is over');
    // A start that fails has come to #ended already.
    this.#ready(`restart ${this.#restarts} after: ${after.reason}`).catch(() => undefined);
  }

  #clearRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry.timer);
    this.#retry = null;
  }

  #enter(state: PluginState, reason: string): void {
    const from = this.#state;
    if (from === state) return;
    this.#state = state;
    this.#options.onState(from, state, reason);
  }

  #place({ device }: Invocation): { readonly plugin: string; readonly device: string } {
    return { plugin: this.#options.id, device: device.name };
  }

  #about({ phase, name, device }: Invocation, startedAt: number): string {
    return `${this.#options.id}, ${phase} ${name} on ${device.name}, after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
  }

  /** The error a caller gets: outcomes with plugin, device and time added, everything else a coded fault. */
  async #explain(error: unknown, invocation: Invocation, startedAt: number): Promise<unknown> {
    const about = this.#about(invocation, startedAt);
    const place = this.#place(invocation);
    if (error instanceof OutcomeError) {
      const { kind, message, hint, data } = error;
      const elapsedMs = Math.round(performance.now() - startedAt);
      return outcome(kind, message, { ...(hint === undefined ? {} : { hint }), data: { ...data, ...place, elapsedMs }, cause: error });
    }
    if (error instanceof RemoteFault || error instanceof ValueTooLarge) return pluginFault(`${about}: ${error.message}`, { place: { ...place, ...(await this.#faults.of(error)) }, cause: error });
    return error;
  }
}
