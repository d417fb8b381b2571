import { duplexPair } from 'node:stream';
import { OutcomeError, type Plugin } from '@jackfield/sdk';
import { Channel, isFields, isId, PluginServer, RemoteFault } from '@jackfield/sdk/runtime';
import { callTimedOut, pluginFault, pluginStopped } from './errors.ts';
import { OpenCalls } from './open-calls.ts';
import { PluginOperations } from './plugin-operations.ts';
import type { Invocation, InvocationHandlers, ProcessFacts, SupervisedPlugin, SupervisionOptions } from './supervised-plugin.ts';

/**
 * A plugin in this process, for tests of its author: the same channel, the same messages and checks, and no fence at
 * all. A breakpoint stops in it, coverage counts it. The host itself never runs one.
 */
export function runInProcess({ id, points }: Pick<SupervisionOptions, 'id' | 'points'>, plugin: Plugin): SupervisedPlugin {
  return new InProcessPlugin(id, points, plugin);
}

class InProcessPlugin implements SupervisedPlugin {
  readonly #id: string;
  readonly #calls = new OpenCalls();
  readonly #operations: PluginOperations;
  readonly #channel: Channel;
  readonly #started: Promise<unknown>;
  #stopped = false;

  constructor(id: string, points: SupervisionOptions['points'], plugin: Plugin) {
    this.#id = id;
    this.#operations = new PluginOperations(id, (call) => this.#calls.find(call));
    const [near, far] = duplexPair();
    this.#channel = new Channel(near, {
      request: (number, method, params) => this.#operations.request(this.#channel, number, method, params),
      notification: (method, params) => this.#notification(method, params),
      closed: () => this.#operations.endAll('the plugin is stopped'),
    });
    void new PluginServer(far, async () => plugin, () => far.destroy());
    this.#started = this.#channel.request('start', this.#channel.wrap(JSON.stringify(points))).answer;
  }

  async invoke(invocation: Invocation, handlers: InvocationHandlers, _reason: string, signal?: AbortSignal): Promise<unknown> {
    const place = { plugin: this.#id, device: invocation.device.name };
    const about = `${this.#id}, ${invocation.phase} ${invocation.name} on ${invocation.device.name}`;
    if (this.#stopped) throw pluginStopped(`${this.#id} is stopped`, { place });
    signal?.throwIfAborted();
    await this.#started;
    const { id, answer } = this.#channel.request('invoke', this.#channel.wrap(JSON.stringify(invocation)));
    this.#calls.enter(id, invocation, handlers);
    const over = Promise.withResolvers<never>();
    const deadline = setTimeout(() => over.reject(callTimedOut(about, { place })), invocation.deadlineMs);
    const abort = (): void => over.reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([answer, over.promise]);
    } catch (error) {
      this.#channel.notify('cancel', JSON.stringify({ id, reason: 'nobody waits for the answer any more' }));
      throw error instanceof RemoteFault && !(error instanceof OutcomeError) ? pluginFault(`${about}: ${error.message}`, { place, cause: error }) : error;
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abort);
      this.#calls.answered(id);
      this.#operations.endCall(id, 'the call is over');
    }
  }

  async facts(): Promise<ProcessFacts> {
    return {
      state: this.#stopped ? 'stopped' : 'active', pid: process.pid, activation: null, restarts: 0, lastExit: null, cpuMs: 0, pssBytes: null, calls: this.#calls.count,
      openCalls: this.#calls.open, messages: this.#channel.messages, waiting: this.#operations.outstanding, fences: [],
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

  #notification(method: string, params: unknown): void {
    if (this.#operations.notification(method, params)) return;
    if (!isFields(params) || !isId(params['call'])) return;
    const handlers = this.#calls.find(params['call'])?.handlers;
    const { level, message, data, event } = params;
    if (method === 'watch') handlers?.watch(event);
    else if (method === 'log' && (level === 'debug' || level === 'info' || level === 'warn')) handlers?.log(level, String(message), data ?? null);
  }
}
