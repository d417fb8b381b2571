import type { Duplex } from 'node:stream';
import { ChannelClosed, decodeError, errorText } from './channel-errors.ts';
import { FrameReader, FrameWriter } from './frames.ts';
import { readMessage, type Message } from './messages.ts';
import { OpenByNumber } from './open-by-number.ts';
import { fetchPages, PageStore, readWrapped } from './pages.ts';

/**
 * What an end does with what the other end says.
 *
 * @internal
 * @since 0.1.0
 */
export interface ChannelEnd {
  /** A call: answer it with `reply` or `fail`. Throwing is a violation of the protocol by the caller. */
  request(id: number, method: string, params: unknown): void;
  notification(method: string, params: unknown): void;
  /** Once, at the end of the channel. `violation` says which rule the other end broke, null when it just went. */
  closed(violation: string | null): void;
  /** Bytes as they come, before they are read. */
  received?(bytes: number): void;
}

/**
 * An end broke the protocol: the channel closes.
 *
 * @internal
 * @since 0.1.0
 */
export class ProtocolViolation extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProtocolViolation';
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One end of the channel between host and plugin: JSON-RPC 2.0, one message a line. Calls go both ways, each end
 * numbers its own. Results are wrapped (`{"value":…}`), so that large ones can come in pages instead.
 *
 * @internal
 * @since 0.1.0
 */
export class Channel {
  readonly #stream: Duplex;
  readonly #end: ChannelEnd;
  readonly #reader = new FrameReader();
  readonly #writer: FrameWriter;
  readonly #pages = new PageStore();
  readonly #pending = new OpenByNumber<Pending>();
  #nextId = 1;
  #messages = 0;
  #closed = false;

  constructor(stream: Duplex, end: ChannelEnd) {
    this.#stream = stream;
    this.#end = end;
    this.#writer = new FrameWriter(stream);
    stream.on('data', (chunk: Buffer) => this.#read(chunk));
    stream.on('error', () => this.close(null));
    stream.on('close', () => this.close(null));
    stream.on('end', () => this.close(null));
  }

  /** Calls sent and not answered yet. */
  get outstanding(): number {
    return this.#pending.size;
  }

  /** Messages so far, both ways. */
  get messages(): number {
    return this.#messages + this.#writer.written;
  }

  /** Bytes the other end has not taken. */
  get backlog(): number {
    return this.#writer.backlog;
  }

  /** Calls the other end; `params` is JSON text. The id comes back at once, the answer when it is there. */
  request(method: string, params: string): { readonly id: number; readonly answer: Promise<unknown> } {
    const id = this.#nextId;
    this.#nextId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    // Whoever gave a call up does not wait for its end.
    promise.catch(() => undefined);
    if (this.#closed) reject(new ChannelClosed('call after the end'));
    else {
      this.#pending.set(id, { resolve, reject });
      this.#writer.write(`{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}}`);
    }
    return { id, answer: promise };
  }

  notify(method: string, params: string): void {
    if (!this.#closed) this.#writer.write(`{"jsonrpc":"2.0","method":"${method}","params":${params}}`);
  }

  /** Answers a call; `text` is JSON text and goes out unparsed. Throws `ValueTooLarge`. */
  reply(id: number, text: string): void {
    const wrapped = this.#pages.wrap(text);
    if (!this.#closed) this.#writer.write(`{"jsonrpc":"2.0","id":${id},"result":${wrapped}}`);
  }

  fail(id: number, error: unknown): void {
    if (!this.#closed) this.#writer.write(`{"jsonrpc":"2.0","id":${id},"error":${errorText(error)}}`);
  }

  /** The text that stands for a value in params: itself, or pages to ask for. */
  wrap(text: string): string {
    return this.#pages.wrap(text);
  }

  /** The value that a wrapped one stands for; asks for its pages. */
  async unwrap(wrapped: unknown): Promise<unknown> {
    const read = readWrapped(wrapped);
    if (read === null) throw this.#violated('a value that is neither whole nor in pages');
    if ('value' in read) return read.value;
    try {
      return await fetchPages(read.of, read.pages, async (of, page) => this.request('page', `{"of":${of},"page":${page}}`).answer);
    } catch (error) {
      throw error instanceof SyntaxError ? this.#violated('pages that are not JSON') : error;
    }
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  /** Sends what waits and ends the channel. All calls not answered are rejected. */
  close(violation: string | null): void {
    if (this.#closed) return;
    this.#writer.flush();
    this.#closed = true;
    this.#stream.destroy();
    const error = new ChannelClosed(violation ?? 'the other end is gone');
    for (const [id, { reject }] of this.#pending.entries()) {
      this.#pending.delete(id);
      reject(error);
    }
    this.#end.closed(violation);
  }

  #violated(violation: string): ProtocolViolation {
    this.close(violation);
    return new ProtocolViolation(violation);
  }

  #read(chunk: Buffer): void {
    this.#end.received?.(chunk.length);
    const violation = this.#reader.push(chunk, (text) => {
      if (this.#closed) return;
      this.#messages += 1;
      const message = readMessage(text);
      if (typeof message === 'string') this.close(message);
      else this.#dispatch(message);
    });
    if (violation !== null) this.close(violation);
  }

  #dispatch(message: Message): void {
    try {
      if (message.type === 'request') {
        if (message.method === 'page') this.#servePage(message.id, message.params);
        else this.#end.request(message.id, message.method, message.params);
      } else if (message.type === 'notification') this.#end.notification(message.method, message.params);
      else this.#settle(message);
    } catch (error) {
      this.close(error instanceof ProtocolViolation ? error.message : `a message that broke its reader: ${String(error)}`);
    }
  }

  #servePage(id: number, params: unknown): void {
    const page = this.#pages.page(params);
    if (page === null) this.fail(id, new Error('there is no such page'));
    else this.#writer.write(`{"jsonrpc":"2.0","id":${id},"result":{"value":${JSON.stringify(page)}}}`);
  }

  #settle(message: Message & { type: 'result' | 'error' }): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) throw new ProtocolViolation(`an answer to call ${message.id}, which nobody made`);
    this.#pending.delete(message.id);
    if (message.type === 'error') {
      pending.reject(decodeError(message.error));
      return;
    }
    const read = readWrapped(message.result);
    if (read !== null && 'value' in read) pending.resolve(read.value);
    else pending.resolve(this.unwrap(message.result));
  }
}
