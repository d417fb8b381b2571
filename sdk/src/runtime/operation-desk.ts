import type { Channel } from './channel.ts';
import { EventQueue } from './event-queue.ts';
import { isFields, isId } from './messages.ts';
import { OpenByNumber } from './open-by-number.ts';
import type { OperationPort } from './operation-port.ts';
import { Turnstile } from './turnstile.ts';

/** Operations of one plugin under way at once; more wait here, so that the channel never has to refuse one. */
export const maxOperations = 2_048;

/** Events a subscription may have on their way. */
export const eventWindow = 64;

type GiveUp = (reason: unknown) => void;

/** Sends the operations of all calls to the host and brings answers, pieces and events back. */
export class OperationDesk {
  readonly #channel: Channel;
  readonly #turnstile = new Turnstile(maxOperations);
  readonly #pieces = new Map<number, (piece: string) => void>();
  readonly #queues = new Map<number, EventQueue>();

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** What the operations of one call go through; they end with the call's signal. */
  port(call: number, callSignal: AbortSignal): OperationPort {
    const waiting = new OpenByNumber<GiveUp>(4);
    // One listener for the call: thousands that come and go at one signal cost more than the operations.
    const abort = (): void => waiting.entries().forEach(([id, giveUp]) => {
      this.#channel.notify('cancel', `{"id":${id}}`);
      giveUp(callSignal.reason);
    });
    callSignal.addEventListener('abort', abort, { once: true });
    return {
      operate: async (request, { timeoutMs, onPiece } = {}) => {
        callSignal.throwIfAborted();
        const place = this.#turnstile.enter();
        if (place !== null) await place;
        try {
          callSignal.throwIfAborted();
          const params = `{"call":${call},"timeoutMs":${timeoutMs ?? null},"operation":${this.#channel.wrap(JSON.stringify(request))}}`;
          const { id, answer } = this.#channel.request('operate', params);
          if (onPiece !== undefined) this.#pieces.set(id, onPiece);
          try {
            return await new Promise((resolve, reject) => {
              waiting.set(id, reject);
              answer.then(resolve, reject);
            });
          } finally {
            waiting.delete(id);
            this.#pieces.delete(id);
          }
        } finally {
          this.#turnstile.leave();
        }
      },
      subscribe: (request, signal) => this.#subscribe(call, JSON.stringify(request), AbortSignal.any([signal, callSignal])),
    };
  }

  notification(method: string, params: unknown): void {
    if (!isFields(params) || !isId(params['id'])) return;
    if (method === 'piece' && typeof params['piece'] === 'string') this.#pieces.get(params['id'])?.(params['piece']);
    if (method === 'event') this.#queues.get(params['id'])?.push(params['event']);
  }

  async *#subscribe(call: number, operation: string, signal: AbortSignal): AsyncGenerator<unknown> {
    if (signal.aborted) return;
    const { id, answer } = this.#channel.request('subscribe', `{"call":${call},"operation":${this.#channel.wrap(operation)}}`);
    const queue = new EventQueue(eventWindow, (count) => this.#channel.notify('credit', `{"id":${id},"count":${count}}`));
    this.#queues.set(id, queue);
    answer.then(() => queue.end(null), (error: unknown) => queue.end(error instanceof Error ? error : new Error(String(error))));
    const abort = (): void => queue.end(null);
    signal.addEventListener('abort', abort, { once: true });
    try {
      for await (const wrapped of queue) yield await this.#channel.unwrap(wrapped);
    } finally {
      signal.removeEventListener('abort', abort);
      this.#queues.delete(id);
      this.#channel.notify('cancel', `{"id":${id}}`);
    }
  }
}
