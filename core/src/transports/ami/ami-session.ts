import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { amiHeader, type AmiFields, type AmiMessage } from '@jackfield/sdk';
import type { Credential } from '../../sites/index.ts';
import { connectionFault } from '../connection-fault.ts';
import type { Progress } from '../progress.ts';
import { connectTls } from '../tls/connect-tls.ts';
import type { Target } from '../transports.ts';
import { encodeAction } from './ami-action.ts';
import { AmiParser, messageKind } from './ami-parser.ts';

export type AmiCredential = Extract<Credential, { kind: 'ami' }>;

interface Pending {
  /** All that came with the action's id: the response, and events of a list. Returns true when the action is answered. */
  readonly take: (message: AmiMessage) => boolean;
  readonly fail: (error: Error) => void;
}

/** A manager session is asked for a sign of life after this silence; Asterisk itself never pings. */
const quietMs = 30_000;
/** Items of one list kept in memory. */
const mostItems = 100_000;

const shuttingDown = /shutting down/i;

/** One logged-in manager session. It is over at the first thing that goes wrong; a next operation opens another. */
export class AmiSession {
  readonly #socket: Socket;
  readonly #parser = new AmiParser();
  readonly #pending = new Map<string, Pending>();
  readonly #prefix = randomBytes(4).toString('hex');
  readonly #onEvent: ((event: AmiMessage) => void) | null;
  readonly #ended = Promise.withResolvers<Error>();
  readonly #greeting = Promise.withResolvers<string>();
  #next = 0;
  #quiet: NodeJS.Timeout | null = null;
  closed = false;

  private constructor(socket: Socket, onEvent: ((event: AmiMessage) => void) | null) {
    this.#socket = socket;
    this.#onEvent = onEvent;
    this.#greeting.promise.catch(() => undefined);
    socket.on('data', (piece: Buffer) => this.#receive(piece));
    socket.once('error', (error) => this.#end(error));
    socket.once('close', () => this.#end(new Error('the manager closed the connection')));
  }

  /** Connects and logs in, with MD5 challenge. `onEvent` makes it an event session. */
  static async open(target: Target, credential: AmiCredential, progress: Progress, onEvent: ((event: AmiMessage) => void) | null): Promise<AmiSession> {
    progress.layer = 'connect';
    const { address, settings } = target;
    const { port, tls, fingerprint, connectTimeoutMs } = settings.ami;
    const socket = tls ? await connectTls(address, port, fingerprint, progress) : connect({ host: address, port });
    const session = new AmiSession(socket, onEvent);
    const limit = AbortSignal.any([progress.signal, AbortSignal.timeout(connectTimeoutMs)]);
    const stop = (): void => session.close(new Error(progress.signal.aborted ? 'called off' : `no manager within ${connectTimeoutMs} ms`));
    limit.addEventListener('abort', stop, { once: true });
    try {
      const banner = await session.#greeting.promise;
      if (!banner.startsWith('Asterisk Call Manager')) throw new Error(`"${banner.slice(0, 80)}" is not an Asterisk manager`);
      progress.layer = 'login';
      await session.#login(credential, progress);
      return session;
    } catch (error) {
      session.close(new Error('login failed'));
      if (progress.signal.aborted) throw progress.signal.reason;
      if (error instanceof Error && 'kind' in error) throw error;
      throw progress.failure('Unreachable', connectionFault(error, port, 'AMI').reason, 'Is the manager enabled (manager.conf) and the port right?', error);
    } finally {
      limit.removeEventListener('abort', stop);
    }
  }

  /** Settles when the session is over, with why. */
  get ended(): Promise<Error> {
    return this.#ended.promise;
  }

  async action(name: string, fields: AmiFields, progress: Progress): Promise<AmiMessage> {
    let response: AmiMessage | null = null;
    await this.#exchange(name, fields, progress, (message) => {
      if (messageKind(message) !== 'response') return false;
      response = message;
      return true;
    });
    return this.#checked(response, progress);
  }

  /** A list action: everything with its id until `EventList: Complete`. An error response is the whole answer. */
  async list(name: string, fields: AmiFields, progress: Progress): Promise<{ response: AmiMessage; events: AmiMessage[]; complete: AmiMessage | null }> {
    let response: AmiMessage | null = null;
    let complete: AmiMessage | null = null;
    const events: AmiMessage[] = [];
    await this.#exchange(name, fields, progress, (message) => {
      if (messageKind(message) === 'response') {
        response = message;
        return amiHeader(message, 'Response')?.toLowerCase() !== 'success';
      }
      if (amiHeader(message, 'EventList')?.toLowerCase() === 'complete') {
        complete = message;
        return true;
      }
      if (events.length === mostItems) this.#end(new Error(`a list of more than ${mostItems} items`));
      else events.push(message);
      return false;
    });
    return { response: this.#checked(response, progress), events, complete };
  }

  close(reason: Error = new Error('closed')): void {
    this.#end(reason);
  }

  #checked(response: AmiMessage | null, progress: Progress): AmiMessage {
    if (response === null) throw progress.failure('Unsupported', 'the manager answered without a response');
    if (shuttingDown.test(amiHeader(response, 'Message') ?? '')) throw progress.failure('NotReady', 'Asterisk is shutting down', 'It refuses everything until it is back; nothing is wrong with the login.');
    return response;
  }

  async #login({ user, secret }: AmiCredential, progress: Progress): Promise<void> {
    const challenge = await this.action('Challenge', [['AuthType', 'MD5']], progress);
    const text = amiHeader(challenge, 'Challenge');
    if (text === null) throw progress.failure('AuthFailed', `no challenge: ${amiHeader(challenge, 'Message') ?? ''}`);
    // Lower-case hex: the manager compares letter by letter.
    const key = createHash('md5').update(text + secret).digest('hex');
    const events = this.#onEvent === null ? 'off' : 'on';
    const answer = await this.action('Login', [['AuthType', 'MD5'], ['Username', user], ['Key', key], ['Events', events]], progress);
    if (amiHeader(answer, 'Response')?.toLowerCase() !== 'success') {
      throw progress.failure('AuthFailed', `the manager refuses the login: ${amiHeader(answer, 'Message') ?? ''}`, 'User, secret, or the address is not permitted in manager.conf: Asterisk does not say which.');
    }
    this.#keepAlive();
  }

  #exchange(name: string, fields: AmiFields, progress: Progress, take: (message: AmiMessage) => boolean): Promise<void> {
    if (this.#onEvent === null || progress.layer !== 'login') progress.layer = progress.layer === 'login' ? 'login' : 'request';
    this.#next += 1;
    const id = `${this.#prefix}-${this.#next}`;
    const bytes = encodeAction(name, id, fields);
    const { signal } = progress;
    return new Promise<void>((resolve, reject) => {
      const settle = (finish: () => void): void => {
        this.#pending.delete(id);
        signal.removeEventListener('abort', leave);
        finish();
      };
      const leave = (): void => settle(() => reject(signal.reason));
      if (signal.aborted) return reject(signal.reason);
      if (this.closed) return reject(progress.failure('Unreachable', 'the session is over'));
      signal.addEventListener('abort', leave, { once: true });
      this.#pending.set(id, {
        take: (message) => {
          const answered = take(message);
          if (answered) settle(resolve);
          return answered;
        },
        fail: (error) => settle(() => reject(progress.failure('Unreachable', `the session was lost: ${error.message}`, 'A next run connects again.', error))),
      });
      this.#socket.write(bytes);
    });
  }

  #receive(piece: Buffer): void {
    this.#quiet?.refresh();
    try {
      for (const message of this.#parser.push(piece)) {
        if ('banner' in message) this.#greeting.resolve(message.banner);
        else this.#dispatch(message);
      }
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #dispatch(message: AmiMessage): void {
    const id = amiHeader(message, 'ActionID');
    const kind = messageKind(message);
    const pending = id === null ? undefined : this.#pending.get(id);
    // UserEvents copy any ActionID: an event without EventList that we did not ask for stays an event.
    if (pending !== undefined && kind !== 'other') pending.take(message);
    else if (kind === 'event') this.#onEvent?.(message);
    // A response torn off by a line of 1,023 bytes, or a second answer to one action: nobody waits for it.
  }

  #keepAlive(): void {
    this.#quiet = setTimeout(() => {
      // Half of silence is spent waiting for the answer: no bytes for twice `quietMs` is a dead peer.
      const dead = setTimeout(() => this.#end(new Error('the manager is silent')), quietMs);
      dead.unref();
      this.#socket.once('data', () => clearTimeout(dead));
      this.ended.then(() => clearTimeout(dead), () => undefined);
      if (!this.closed) this.#socket.write(encodeAction('Ping', `${this.#prefix}-ping`, []));
      this.#quiet?.refresh();
    }, quietMs);
    this.#quiet.unref();
  }

  #end(error: Error): void {
    if (this.closed) return;
    this.closed = true;
    if (this.#quiet !== null) clearTimeout(this.#quiet);
    this.#socket.destroy();
    this.#greeting.reject(error);
    for (const { fail } of this.#pending.values()) fail(error);
    this.#ended.resolve(error);
  }
}
