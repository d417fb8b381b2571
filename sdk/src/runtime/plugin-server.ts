import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Duplex } from 'node:stream';
import type { HostFacts } from '../contract/capabilities.ts';
import { deprecationChannel } from '../contract/deprecations.ts';
import { contributionKinds, isPlugin, type Plugin } from '../contract/plugin.ts';
import { protocolVersion } from '../contract/version.ts';
import { Channel, ProtocolViolation } from './channel.ts';
import { columnsOf } from './check-columns.ts';
import { cpuProfile } from './cpu-profile.ts';
import { bind, readCall, type ArrivedCall } from './invocation.ts';
import { isFields, isId, parseUntrusted, type Fields } from './messages.ts';
import { OperationDesk } from './operation-desk.ts';
import { stampOf } from './stamp.ts';
import { transportProxies } from './transport-proxies.ts';

/** Bytes of log lines that may wait for the host; what comes on top is dropped and counted. */
const maxLogBacklog = 1_024 * 1_024;

/**
 * The end of the channel in the plugin's process: runs the host's calls, sends their operations.
 *
 * @internal
 * @since 0.1.0
 */
export class PluginServer {
  readonly #load: () => Promise<unknown>;
  readonly #channel: Channel;
  readonly #desk: OperationDesk;
  readonly #calls = new Map<number, AbortController>();
  #plugin: Plugin | null = null;
  #pointsText: Promise<unknown> = Promise.resolve('{}');
  #points: { readonly text: string; read: unknown } | null = null;
  #host: HostFacts = { sdk: '', capabilities: [] };
  readonly #deprecated = new Set<unknown>();
  #dropped = 0;

  /** What the plugin calls and had better not, told once. */
  readonly #onDeprecated = (code: unknown): void => {
    if (this.#deprecated.has(code)) return;
    this.#deprecated.add(code);
    this.#say('deprecated', { code: String(code).slice(0, 64) });
  };

  /** @param onClosed - the host is gone, or wants this process to end */
  constructor(stream: Duplex, load: () => Promise<unknown>, onClosed: (violation: string | null) => void) {
    this.#load = load;
    this.#channel = new Channel(stream, {
      request: (id, method, params) => this.#request(id, method, params),
      notification: (method, params) => this.#notification(method, params),
      closed: (violation) => {
        unsubscribe(deprecationChannel, this.#onDeprecated);
        for (const call of this.#calls.values()) call.abort(new Error('the host ends this process'));
        onClosed(violation);
      },
    });
    this.#desk = new OperationDesk(this.#channel);
    subscribe(deprecationChannel, this.#onDeprecated);
  }

  #request(id: number, method: string, params: unknown): void {
    if (method === 'ping') this.#channel.reply(id, 'null');
    else if (method === 'profile') void this.#profile(id, params);
    else if (method === 'start') void this.#answer(id, async () => this.#start(params));
    else if (method === 'invoke') {
      // The acknowledgement leaves before the plugin's code runs, which may never give the loop back.
      this.#channel.notify('acknowledge', `{"call":${id}}`);
      setImmediate(() => void this.#answer(id, async () => this.#invoke(id, params)));
    } else throw new ProtocolViolation(`a call of ${method}`);
  }

  #notification(method: string, params: unknown): void {
    if (method === 'shutdown') this.#channel.close(null);
    else if (method === 'cancel' && isFields(params) && isId(params['id'])) {
      this.#calls.get(params['id'])?.abort(new Error(typeof params['reason'] === 'string' ? params['reason'] : 'cancelled'));
    } else this.#desk.notification(method, params);
  }

  async #answer(id: number, run: () => Promise<unknown>): Promise<void> {
    try {
      const value = await run();
      this.#channel.reply(id, JSON.stringify(value) ?? 'null');
    } catch (error) {
      this.#channel.fail(id, error);
    }
  }

  async #profile(id: number, params: unknown): Promise<void> {
    try {
      const milliseconds = isFields(params) && isId(params['milliseconds']) ? params['milliseconds'] : 1_000;
      this.#channel.reply(id, await cpuProfile(milliseconds));
    } catch (error) {
      this.#channel.fail(id, error);
    }
  }

  async #start(params: unknown): Promise<unknown> {
    const { host, points }: Fields = isFields(params) ? params : {};
    this.#host = hostFacts(host);
    // Pages of them come while the bundle is read, and after; the first call waits for them.
    this.#pointsText = this.#channel.unwrap(points);
    // Pages that are none close the channel.
    this.#pointsText.catch(() => undefined);
    const exported = await this.#load();
    const stamp = stampOf(exported);
    // Nothing more of it is touched: the host refuses it, and knows which side to update.
    if (stamp.protocol !== protocolVersion) return stamp;
    if (!isPlugin(exported)) throw new TypeError('the bundle does not export a plugin by default: export default definePlugin(…)');
    this.#plugin = exported;
    return { ...stamp, ...Object.fromEntries(contributionKinds.map((kind) => [kind, [...(exported.implementations[kind]?.keys() ?? [])]])) };
  }

  async #invoke(id: number, params: unknown): Promise<unknown> {
    const plugin = this.#plugin;
    const controller = new AbortController();
    this.#calls.set(id, controller);
    try {
      const call = readCall(await this.#channel.unwrap(params));
      if (call === null || plugin === null) throw new TypeError('a call that is none');
      this.#points ??= { text: String(await this.#pointsText), read: undefined };
      controller.signal.throwIfAborted();
      const answer = await bind(plugin, call, this.#context(id, call, controller.signal)).run();
      const columns = call.phase === 'check' ? columnsOf(answer) : null;
      return columns === null ? answer : { columns };
    } finally {
      this.#calls.delete(id);
      // Operations the call left behind end with it.
      controller.abort(new Error('the call is over'));
    }
  }

  /** Read when first asked for: most calls of most plugins never do. */
  #readPoints(): unknown {
    if (this.#points !== null) this.#points.read ??= parseUntrusted(this.#points.text);
    return this.#points?.read;
  }

  #context(id: number, call: ArrivedCall, signal: AbortSignal): object {
    const readPoints = (): unknown => this.#readPoints();
    const end = performance.now() + call.deadlineMs;
    const context = {
      device: call.device,
      host: this.#host,
      settings: call.settings,
      get points() {
        return readPoints();
      },
      signal,
      remaining: () => Math.max(0, end - performance.now()),
      log: {
        debug: (message: string, data?: unknown) => this.#log(id, 'debug', message, data),
        info: (message: string, data?: unknown) => this.#log(id, 'info', message, data),
        warn: (message: string, data?: unknown) => this.#log(id, 'warn', message, data),
      },
    };
    if (call.phase === 'plan') return context;
    const transports = transportProxies(this.#desk.port(id, signal));
    // Assigned to it, not spread: its points are still to be read.
    if (call.phase !== 'watch') return Object.assign(context, transports);
    return Object.assign(context, transports, { emit: (event: unknown) => this.#say('watch', { call: id, event }) });
  }

  #log(call: number, level: string, message: unknown, data: unknown): void {
    this.#say('log', { call, level, message: String(message).slice(0, 8_192), data: data ?? null });
  }

  /** A notification nobody waits for: dropped when the host does not keep up. */
  #say(method: string, params: object): void {
    const text = JSON.stringify(params);
    if (this.#channel.backlog > maxLogBacklog || text.length > 64 * 1_024) {
      this.#dropped += 1;
      return;
    }
    this.#channel.notify(method, text);
    if (this.#dropped === 0 || method !== 'log') return;
    this.#channel.notify('dropped', `{"count":${this.#dropped}}`);
    this.#dropped = 0;
  }
}

function hostFacts(value: unknown): HostFacts {
  const { sdk, capabilities } = isFields(value) ? value : {};
  return { sdk: String(sdk), capabilities: Array.isArray(capabilities) ? capabilities.filter((name) => typeof name === 'string') : [] };
}
