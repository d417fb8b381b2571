import { setTimeout as delay } from 'node:timers/promises';
import { amiHeader, amiHeaders, type AmiMessage } from '@jackfield/sdk';
import type { Credentials } from '../../sites/index.ts';
import { credentialsKindWrong, credentialsNotSet } from '../errors.ts';
import { EventBacklog } from '../event-backlog.ts';
import type { Operation } from '../operations.ts';
import type { Progress } from '../progress.ts';
import { Queue } from '../queue.ts';
import type { Target } from '../transports.ts';
import { AmiSession, type AmiCredential } from './ami-session.ts';
import { eventMask } from './event-classes.ts';
import { redactedMessage } from './redacted-message.ts';
import { placeTestCall } from './test-call.ts';

type AmiOperation = Extract<Operation, { op: `ami.${string}` }>;

/** Actions at once on one session: the manager answers in order, more only wait there instead of here. */
const atOnce = 8;
/** Milliseconds before a session that was lost is tried again: a restart of Asterisk closes it, resets one more and refuses others for half a second. */
const restartPauses = [250, 500, 1_000];

/** One Asterisk: a session with events off for actions; each subscription and each test call has a session of its own. What leaves here holds no password. */
export class AmiDevice {
  readonly #target: Target;
  readonly #credentials: Credentials;
  readonly #queue = new Queue(atOnce);
  #session: Promise<AmiSession> | null = null;
  /** There was a session. */
  #wasConnected = false;
  /** This login is told of `FullyBooted`. */
  #seesBoot = false;
  lastUsed = performance.now();

  constructor(target: Target, credentials: Credentials) {
    this.#target = target;
    this.#credentials = credentials;
  }

  get busy(): boolean {
    return this.#queue.busy;
  }

  async perform(operation: AmiOperation, progress: Progress): Promise<string> {
    if (operation.op === 'ami.call') return JSON.stringify(await placeTestCall(this.#target, this.#credential(), operation.target, progress));
    const session = await this.#connected(progress);
    return this.#queue.run(progress.signal, async () => {
      progress.layer = 'request';
      return JSON.stringify(await this.#run(session, operation, progress));
    });
  }

  /** Events of the named kinds, until the signal aborts or the session is lost. */
  async *events(names: readonly string[], progress: Progress): AsyncGenerator<string> {
    const wanted = new Set(names.map((name) => name.toLowerCase()));
    const waiting = new EventBacklog<AmiMessage>();
    const onEvent = (event: AmiMessage): void => {
      if (wanted.has((amiHeader(event, 'Event') ?? '').toLowerCase())) waiting.push(event);
    };
    const session = await AmiSession.open(this.#target, this.#credential(), progress, { kind: 'events', mask: eventMask(wanted), onEvent });
    progress.layer = 'request';
    const stop = (): void => session.close(new Error('called off'));
    progress.signal.addEventListener('abort', stop, { once: true });
    void session.ended.then(() => waiting.wake());
    try {
      while (!progress.signal.aborted) {
        const event = waiting.take();
        if (event !== undefined) {
          yield JSON.stringify(redactedMessage(event));
          continue;
        }
        if (session.closed) throw progress.failure('Unreachable', `the event session was lost: ${(await session.ended).message}`);
        await waiting.wait();
      }
    } finally {
      progress.signal.removeEventListener('abort', stop);
      session.close();
    }
  }

  close(): void {
    const session = this.#session;
    this.#session = null;
    void session?.then((open) => open.close(), () => undefined);
  }

  #credential(): AmiCredential {
    const { credentials: name } = this.#target.settings.ami;
    const place = { device: this.#target.address };
    if (name === undefined) throw credentialsNotSet(`transports.ami.credentials is not set at ${this.#target.site}`, { place });
    const credential = this.#credentials.get(name);
    if (credential.kind !== 'ami') throw credentialsKindWrong(`credentials "${name}" are of kind ${credential.kind}, AMI needs ami`, { place });
    return credential;
  }

  /** The session, opened by whoever comes first; who comes meanwhile waits for the same login. */
  async #connected(progress: Progress): Promise<AmiSession> {
    while (this.#session !== null) {
      const opening = this.#session;
      const known = await opening.catch((error: unknown) => {
        // Asking again would only be refused again.
        if (error instanceof Error && 'kind' in error && error.kind === 'AuthFailed') throw error;
        return null;
      });
      progress.signal.throwIfAborted();
      if (known !== null && !known.closed) return known;
      if (this.#session === opening) this.#session = null;
    }
    const opening = this.#open(progress);
    this.#session = opening;
    try {
      return await opening;
    } catch (error) {
      if (this.#session === opening) this.#session = null;
      throw error;
    }
  }

  /** A first session, or the next after one was lost: then Asterisk may be restarting, and is waited for. */
  async #open(progress: Progress): Promise<AmiSession> {
    const pauses = this.#wasConnected ? [...restartPauses] : [];
    for (;;) {
      try {
        const session = await AmiSession.open(this.#target, this.#credential(), progress, { kind: 'actions', seesBoot: this.#seesBoot });
        this.#seesBoot ||= session.hasBooted;
        this.#wasConnected = true;
        return session;
      } catch (error) {
        const pause = error instanceof Error && 'kind' in error && error.kind === 'Unreachable' ? pauses.shift() : undefined;
        if (pause === undefined || pause > progress.remainingMs / 2) {
          // One that stays away is asked once by whoever comes next.
          this.#wasConnected = false;
          throw error;
        }
        await delay(pause, undefined, { signal: progress.signal, ref: false }).catch(() => undefined);
        progress.signal.throwIfAborted();
      }
    }
  }

  async #run(session: AmiSession, operation: Exclude<AmiOperation, { op: 'ami.call' }>, progress: Progress): Promise<unknown> {
    if (operation.op === 'ami.events') throw progress.failure('Unsupported', 'events are subscribed to');
    if (operation.op !== 'ami.list') return redactedMessage(await session.action(operation.action, operation.fields, progress));
    const { response, events, complete } = await session.list(operation.action, operation.fields, progress);
    // An error instead of a list is an answer too: the plugin reads its message.
    if (complete === null) return { response: redactedMessage(response), events: [], complete: redactedMessage(response) };
    if (operation.counted !== undefined) {
      const announced = amiHeader(complete, 'ListItems');
      const wanted = operation.counted.toLowerCase();
      const came = events.filter((event) => amiHeaders(event, 'Event')[0]?.toLowerCase() === wanted).length;
      // Older actions complete a list without a number.
      if (announced !== null && came !== Number(announced)) throw progress.failure('NotReady', `${operation.action}: ${came} of ${announced} ${operation.counted} came`, 'The list changed while it was sent; a next run asks again.');
    }
    return { response, events: events.map(redactedMessage), complete };
  }
}
