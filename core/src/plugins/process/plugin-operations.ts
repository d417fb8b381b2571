import { OutcomeError, Unreachable } from '@jackfield/sdk';
import { isFields, isId, OpenByNumber, ProtocolViolation, type Channel } from '@jackfield/sdk/runtime';
import { performance } from 'node:perf_hooks';
import { operationForNobody } from './errors.ts';
import { ExchangeRing, keepAnswer, type Exchange, type Exchanged } from './exchanges.ts';
import type { HostFailures } from './host-failures.ts';
import type { OperationTimes } from './operation-times.ts';
import type { Invocation, InvocationHandlers, OperationTime } from './supervised-plugin.ts';

/** Operations one plugin may have under way. Its runtime keeps to half of it; who has more does not use the runtime. */
const maxOutstanding = 4_096;

/** Subscriptions that one call may have: a watcher has one or two, and a plugin watches all its devices at once. */
const maxSubscriptions = 16;

/** Events of a subscription on their way before the plugin must say that it took some. */
const eventWindow = 64;

const longestPiece = 64 * 1_024;

/** What is left of a call for an operation: the plugin needs a moment after it, so that the call ends with the operation's outcome. */
function shareOf(leftMs: number): number {
  return Math.max(1, Math.ceil(leftMs - Math.min(1_000, leftMs / 10)));
}

/** An operation or subscription that is under way. */
export interface Running extends Exchanged {
  readonly controller: AbortController;
  credit: number;
  /** Wakes a subscription that waits for credit. */
  wake: (() => void) | null;
}

/** Who answers for a call: its handlers and how long it may still take. */
export interface OpenCall {
  readonly invocation: Invocation;
  readonly handlers: InvocationHandlers;
  readonly remaining: () => number;
  /** What the host answered its operations with when it could not do them. */
  readonly failures: HostFailures;
  readonly times: OperationTimes;
  /** What it has under way: all others need not be looked through when it ends. */
  readonly running: Running[];
}

/** The host's side of what a plugin asks for: every operation belongs to a call that the host itself has open. */
export class PluginOperations {
  readonly #plugin: string;
  readonly #openCall: (call: number) => OpenCall | null;
  readonly #running = new OpenByNumber<Running>();
  readonly #ring = new ExchangeRing();
  #operating = 0;
  /** Open ones by call. */
  readonly #subscriptions = new Map<number, number>();

  constructor(plugin: string, openCall: (call: number) => OpenCall | null) {
    this.#plugin = plugin;
    this.#openCall = openCall;
  }

  /** Asked for and not answered yet; subscriptions are no such thing. */
  get outstanding(): number {
    return this.#operating;
  }

  /** The last operations with their answers, oldest first. */
  get exchanges(): readonly Exchange[] {
    return this.#ring.last();
  }

  request(channel: Channel, id: number, method: string, params: unknown): void {
    if (method !== 'operate' && method !== 'subscribe') throw new ProtocolViolation(`a call of ${method.slice(0, 64)}`);
    if (!isFields(params) || !isId(params['call'])) throw new ProtocolViolation(`${method} that names no call`);
    if (this.#running.has(id)) throw new ProtocolViolation(`two operations with the number ${id}`);
    const { call, operation, timeoutMs } = params;
    const subscriptions = this.#subscriptions.get(call) ?? 0;
    if (method === 'operate' && this.#operating >= maxOutstanding) throw new ProtocolViolation(`more than ${maxOutstanding} operations at once`);
    if (method === 'subscribe' && subscriptions >= maxSubscriptions) throw new ProtocolViolation(`more than ${maxSubscriptions} subscriptions of one call`);
    const open = this.#openCall(call);
    if (open === null) {
      channel.fail(id, operationForNobody(`${this.#plugin} asks for an operation of call ${call}, which is not open`, { place: { plugin: this.#plugin } }));
      return;
    }
    const running: Running = { controller: new AbortController(), call, credit: eventWindow, wake: null, open, asked: undefined, answer: undefined, at: performance.now() };
    this.#running.set(id, running);
    open.running.push(running);
    this.#ring.enter(running);
    if (method === 'operate') this.#operating += 1;
    else this.#subscriptions.set(call, subscriptions + 1);
    const perform = async (): Promise<void> => {
      let over: ((answered: boolean) => void) | null = null;
      try {
        const asked = await channel.unwrap(operation);
        if (isFields(operation) && 'value' in operation) running.asked = asked;
        // Nobody waits for the end of a subscription.
        if (method === 'operate') over = open.times.begin(asked);
        const text = method === 'operate' ? await this.#operate(channel, id, open, asked, timeoutMs, running) : await this.#subscribe(channel, id, open, asked, running);
        running.answer = keepAnswer(text);
        over?.(true);
        channel.reply(id, text);
      } catch (error) {
        open.failures.note(error);
        over?.(!(error instanceof Unreachable));
        running.answer = { error: error instanceof Error ? error.message : String(error), outcome: error instanceof OutcomeError ? error.kind : null };
        channel.fail(id, error);
      } finally {
        this.#running.delete(id);
        open.running.splice(open.running.indexOf(running), 1);
        if (method === 'operate') this.#operating -= 1;
        else this.#unsubscribed(call);
      }
    };
    void perform();
  }

  /** True when the notification was one of operations. */
  notification(method: string, params: unknown): boolean {
    if (method !== 'cancel' && method !== 'credit') return false;
    if (!isFields(params) || !isId(params['id'])) throw new ProtocolViolation(`${method} of nothing`);
    const running = this.#running.get(params['id']);
    // The operation may have ended while the word was on its way.
    if (running === undefined) return true;
    if (method === 'cancel') this.#abort(running, 'the plugin gave it up');
    else if (isId(params['count'])) {
      running.credit = Math.min(eventWindow, running.credit + params['count']);
      running.wake?.();
    }
    return true;
  }

  /** Ends what a call left behind. */
  endCall({ running }: Pick<OpenCall, 'running'>, reason: string): void {
    for (const one of running) this.#abort(one, reason);
  }

  endAll(reason: string): void {
    for (const [, running] of this.#running.entries()) this.#abort(running, reason);
  }

  #unsubscribed(call: number): void {
    const left = (this.#subscriptions.get(call) ?? 0) - 1;
    if (left > 0) this.#subscriptions.set(call, left);
    else this.#subscriptions.delete(call);
  }

  #abort(running: Running, reason: string): void {
    running.controller.abort(new Error(reason));
    running.wake?.();
  }

  #operate(channel: Channel, id: number, open: OpenCall, operation: unknown, timeoutMs: unknown, { controller }: Running): Promise<string> {
    const time: OperationTime = { wishedMs: typeof timeoutMs === 'number' && timeoutMs > 0 ? timeoutMs : null, leftMs: shareOf(open.remaining()) };
    return open.handlers.operate(operation, time, controller.signal, (piece) => {
      for (let start = 0; start < piece.length; start += longestPiece) {
        channel.notify('piece', `{"id":${id},"piece":${JSON.stringify(piece.slice(start, start + longestPiece))}}`);
      }
    });
  }

  async #subscribe(channel: Channel, id: number, open: OpenCall, operation: unknown, running: Running): Promise<string> {
    const { signal } = running.controller;
    for await (const event of open.handlers.subscribe(operation, signal)) {
      while (running.credit === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          running.wake = resolve;
        });
      }
      if (signal.aborted) break;
      running.credit -= 1;
      channel.notify('event', `{"id":${id},"event":${channel.wrap(event)}}`);
    }
    return 'null';
  }
}
