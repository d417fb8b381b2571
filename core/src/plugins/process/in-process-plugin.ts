import { duplexPair } from 'node:stream';
import { OutcomeError, type Plugin } from '@jackfield/sdk';
import { Channel, isFields, isId, PluginServer, RemoteFault } from '@jackfield/sdk/runtime';
import { pluginFault, pluginStopped } from './errors.ts';
import { FaultPlaces } from './fault-places.ts';
import { shakeHands, type Handshake } from './handshake.ts';
import { OpenCalls } from './open-calls.ts';
import { overdueError } from './overdue.ts';
import { PluginOperations } from './plugin-operations.ts';
import type { Invocation, InvocationHandlers, ProcessFacts, SupervisedPlugin, SupervisionOptions } from './supervised-plugin.ts';

/**
 * A plugin in this process, for tests of its author: the same channel, the same messages and checks, and no fence at
 * all. A breakpoint stops in it, coverage counts it. The host itself never runs one.
 */
export function runInProcess(options: SupervisionOptions, plugin: Plugin): InProcessPlugin {
  return new InProcessPlugin(options, plugin);
}

export class InProcessPlugin implements SupervisedPlugin {
  readonly #id: string;
  readonly #calls = new OpenCalls();
  readonly #operations: PluginOperations;
  readonly #channel: Channel;
  readonly #started: Promise<Handshake>;
  readonly #faults: FaultPlaces;
  #stopped = false;

  constructor(options: SupervisionOptions, plugin: Plugin) {
    const { id, entry } = options;
    this.#id = id;
    this.#faults = new FaultPlaces(entry);
    this.#operations = new PluginOperations(id, (call) => this.#calls.find(call));
    const [near, far] = duplexPair();
    this.#channel = new Channel(near, {
      request: (number, method, params) => this.#operations.request(this.#channel, number, method, params),
      notification: (method, params) => this.#notification(method, params, options.onDeprecated),
      closed: () => this.#operations.endAll('the plugin is stopped'),
    });
    void new PluginServer(far, async () => plugin, () => far.destroy());
    this.#started = shakeHands(this.#channel, options);
    // Heard of by the first call.
    this.#started.catch(() => undefined);
  }

  async invoke(invocation: Invocation, handlers: InvocationHandlers, _reason: string, signal?: AbortSignal): Promise<unknown> {
    const place = { plugin: this.#id, device: invocation.device.name };
    const about = `${this.#id}, ${invocation.phase} ${invocation.name} on ${invocation.device.name}`;
    if (this.#stopped) throw pluginStopped(`${this.#id} is stopped`, { place });
    signal?.throwIfAborted();
    await this.#started;
    const { id, answer } = this.#channel.request('invoke', this.#channel.wrap(JSON.stringify(invocation)));
    const call = this.#calls.enter(id, invocation, handlers);
    const settled = (): void => this.#calls.answered(id);
    answer.then(settled, settled);
    const over = Promise.withResolvers<never>();
    const deadline = setTimeout(() => over.reject(overdueError({ about, place, device: invocation.device.name, deadlineMs: invocation.deadlineMs, waited: call.times.waited })), invocation.deadlineMs);
    const abort = (): void => over.reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([answer, over.promise]);
    } catch (caught) {
      const error = call.failures.restore(caught);
      this.#calls.abandon(id);
      this.#channel.notify('cancel', JSON.stringify({ id, reason: 'nobody waits for the answer any more' }));
      throw error instanceof RemoteFault && !(error instanceof OutcomeError) ? pluginFault(`${about}: ${error.message}`, { place: { ...place, ...(await this.#faults.of(error)) }, cause: error }) : error;
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abort);
      this.#operations.endCall(call, 'the call is over');
    }
  }

  async activate(): Promise<void> {
    await this.#started;
  }

  /** Calls that were given up and that the plugin has not come to the end of. */
  get owed(): number {
    return this.#calls.abandoned;
  }

  async facts(): Promise<ProcessFacts> {
    return {
      state: this.#stopped ? 'stopped' : 'active', pid: process.pid, activation: null, restarts: 0, lastExit: null, cpuMs: 0, pssBytes: null, calls: this.#calls.count,
      openCalls: this.#calls.open, messages: this.#channel.messages, waiting: this.#operations.outstanding, fences: [], sdk: null,
    };
  }

  async profile(milliseconds: number): Promise<unknown> {
    return this.#channel.request('profile', JSON.stringify({ milliseconds })).answer;
  }

  release(): void {}

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#channel.close(null);
  }

  #notification(method: string, params: unknown, onDeprecated: SupervisionOptions['onDeprecated']): void {
    if (this.#operations.notification(method, params)) return;
    if (!isFields(params)) return;
    if (method === 'deprecated' && typeof params['code'] === 'string') onDeprecated?.(params['code']);
    if (!isId(params['call'])) return;
    const handlers = this.#calls.find(params['call'])?.handlers;
    const { level, message, data, event } = params;
    if (method === 'watch') handlers?.watch(event);
    else if (method === 'log' && (level === 'debug' || level === 'info' || level === 'warn')) handlers?.log(level, String(message), data ?? null);
  }
}
