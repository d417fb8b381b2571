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
  /** All that came with the action's id: the response, and events of a list. `foreign`: an event that only copies the id. */
  readonly take: (message: AmiMessage) => 'answered' | 'more' | 'foreign';
  readonly fail: (error: Error) => void;
}

/** A manager session is asked for a sign of life after this silence; Asterisk itself never pings. */
const quietMs = 30_000;
/** Milliseconds that an action waits for an Asterisk that is starting. */
const bootMs = 2_000;
/** Items of one list kept in memory. */
const mostItems = 100_000;

const shuttingDown = /shutting down/i;

/** What a session is for. */
export type AmiRole =
  /** Actions, with events off. `seesBoot`: this login is told of `FullyBooted`, so that without it Asterisk is still starting. */
  | { readonly kind: 'actions'; readonly seesBoot: boolean }
  /** Events of the mask, as they come. */
  | { readonly kind: 'events'; readonly mask: string; readonly onEvent: (event: AmiMessage) => void };

/** Older actions announce a list in words alone, and complete it by the name of an event. */
function announcesList(response: AmiMessage): boolean {
  const isSuccess = amiHeader(response, 'Response')?.toLowerCase() === 'success';
  return amiHeader(response, 'EventList')?.toLowerCase() === 'start' || (isSuccess && /\bwill follow\b/i.test(amiHeader(response, 'Message') ?? ''));
}

function completesList(event: AmiMessage): boolean {
  return amiHeader(event, 'EventList')?.toLowerCase() === 'complete' || /.Complete$/.test(amiHeader(event, 'Event') ?? '');
}

/** One logged-in manager session. It is over at the first thing that goes wrong; a next operation opens another. */
export class AmiSession {
  readonly #socket: Socket;
  readonly #parser = new AmiParser();
  readonly #pending = new Map<string, Pending>();
  readonly #prefix = randomBytes(4).toString('hex');
  readonly #role: AmiRole;
  readonly #ended = Promise.withResolvers<Error>();
  readonly #greeting = Promise.withResolvers<string>();
  #next = 0;
  #quiet: NodeJS.Timeout | null = null;
  #dead: NodeJS.Timeout | null = null;
  readonly #booted = Promise.withResolvers<void>();
  closed = false;
  /** It was told of `FullyBooted`. */
  hasBooted = false;

  private constructor(socket: Socket, role: AmiRole) {
    this.#socket = socket;
    this.#role = role;
    this.#booted.promise.catch(() => undefined);
    // Actions are small and follow each other: held back for an acknowledgement, each second one would wait for 40 ms.
    socket.setNoDelay(true);
    this.#greeting.promise.catch(() => undefined);
    socket.on('data', (piece: Buffer) => this.#receive(piece));
    socket.once('error', (error) => this.#end(error));
    socket.once('close', () => this.#end(new Error('the manager closed the connection')));
  }

  /** Connects and logs in, with MD5 challenge; a session for actions is one of an Asterisk that is fully booted, where that can be known. */
  static async open(target: Target, credential: AmiCredential, progress: Progress, role: AmiRole): Promise<AmiSession> {
    progress.layer = 'connect';
    const { address, settings } = target;
    const { port, tls, fingerprint, connectTimeoutMs } = settings.ami;
    const socket = tls ? await connectTls(address, port, fingerprint, progress) : connect({ host: address, port });
    const session = new AmiSession(socket, role);
    const limit = AbortSignal.any([progress.signal, AbortSignal.timeout(connectTimeoutMs)]);
    const stop = (): void => session.close(new Error(progress.signal.aborted ? 'called off' : `no manager within ${connectTimeoutMs} ms`));
    limit.addEventListener('abort', stop, { once: true });
    try {
      const banner = await session.#greeting.promise;
      if (!banner.startsWith('Asterisk Call Manager')) throw new Error(`"${banner.slice(0, 80)}" is not an Asterisk manager`);
      progress.layer = 'login';
      await session.#login(credential, progress);
      if (role.kind === 'actions') await session.#settle(role.seesBoot, progress);
      session.#keepAlive();
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
      if (messageKind(message) !== 'response') return 'foreign';
      response = message;
      return 'answered';
    });
    return this.#checked(response, progress);
  }

  /** A list action: everything with its id until `EventList: Complete`. A response that announces no list is the whole answer. */
  async list(name: string, fields: AmiFields, progress: Progress): Promise<{ response: AmiMessage; events: AmiMessage[]; complete: AmiMessage | null }> {
    let response: AmiMessage | null = null;
    let complete: AmiMessage | null = null;
    const events: AmiMessage[] = [];
    await this.#exchange(name, fields, progress, (message) => {
      if (messageKind(message) === 'response') {
        response = message;
        // An empty list may be a mere Success that announces nothing (VoicemailUsersList).
        return announcesList(message) ? 'more' : 'answered';
      }
      if (response === null) return 'foreign';
      if (completesList(message)) {
        complete = message;
        return 'answered';
      }
      if (events.length === mostItems) this.#end(new Error(`a list of more than ${mostItems} items`));
      else events.push(message);
      return 'more';
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
    const events = this.#role.kind === 'events' ? this.#role.mask : 'system';
    const answer = await this.action('Login', [['AuthType', 'MD5'], ['Username', user], ['Key', key], ['Events', events]], progress);
    if (amiHeader(answer, 'Response')?.toLowerCase() !== 'success') {
      const message = amiHeader(answer, 'Message') ?? '';
      const hint = /already in use/i.test(message) ? 'Events and test calls have a session each: allowmultiplelogin=yes in manager.conf.' : 'User, secret, or the address is not permitted in manager.conf: Asterisk does not say which.';
      throw progress.failure('AuthFailed', `the manager refuses the login: ${message}`, hint);
    }
  }

  /**
   * Ends what a login for actions began with events of the class system: `FullyBooted` comes behind the answer to the login, so
   * that it is there before the answer to a Ping, or Asterisk is still starting, or the user may not read it. Before it, phones
   * are not there yet and a reload is put off though it says Success.
   */
  async #settle(seesBoot: boolean, progress: Progress): Promise<void> {
    await this.action('Ping', [], progress);
    if (!this.hasBooted && seesBoot) {
      const late = (): void => this.#booted.reject(progress.failure('NotReady', 'Asterisk is still starting', 'It tells FullyBooted when it is done; a next run asks again.'));
      const timer = setTimeout(late, Math.min(bootMs, progress.remainingMs / 2));
      try {
        await this.#booted.promise;
      } finally {
        clearTimeout(timer);
      }
    }
    await this.action('Events', [['EventMask', 'off']], progress);
  }

  #exchange(name: string, fields: AmiFields, progress: Progress, take: Pending['take']): Promise<void> {
    if (progress.layer !== 'login') progress.layer = 'request';
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
          const taken = take(message);
          if (taken === 'answered') settle(resolve);
          return taken;
        },
        fail: (error) => settle(() => reject(progress.failure('Unreachable', `the session was lost: ${error.message}`, 'A next run connects again.', error))),
      });
      this.#socket.write(bytes);
    });
  }

  #receive(piece: Buffer): void {
    this.#quiet?.refresh();
    if (this.#dead !== null) clearTimeout(this.#dead);
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
    // UserEvents copy any ActionID: what no list took stays an event.
    const taken = pending === undefined || kind === 'other' ? 'foreign' : pending.take(message);
    if (taken === 'foreign' && kind === 'event') this.#hear(message);
    // A response torn off by a line of 1,023 bytes, or a second answer to one action: nobody waits for it.
  }

  #hear(event: AmiMessage): void {
    if (amiHeader(event, 'Event') === 'FullyBooted') {
      this.hasBooted = true;
      this.#booted.resolve();
    }
    if (this.#role.kind === 'events') this.#role.onEvent(event);
  }

  #keepAlive(): void {
    this.#quiet = setTimeout(() => {
      // Half of silence is spent waiting for the answer: no bytes for twice `quietMs` is a dead peer.
      this.#dead = setTimeout(() => this.#end(new Error('the manager is silent')), quietMs);
      this.#dead.unref();
      if (!this.closed) this.#socket.write(encodeAction('Ping', `${this.#prefix}-ping`, []));
      this.#quiet?.refresh();
    }, quietMs);
    this.#quiet.unref();
  }

  #end(error: Error): void {
    if (this.closed) return;
    this.closed = true;
    for (const timer of [this.#quiet, this.#dead]) if (timer !== null) clearTimeout(timer);
    this.#socket.destroy();
    this.#greeting.reject(error);
    this.#booted.reject(error);
    for (const { fail } of this.#pending.values()) fail(error);
    this.#ended.resolve(error);
  }
}
