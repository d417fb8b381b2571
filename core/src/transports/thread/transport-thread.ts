import { Worker } from 'node:worker_threads';
import { outcome } from '@jackfield/sdk';
import { OpenByNumber } from '@jackfield/sdk/runtime';
import { transportsClosed } from '../errors.ts';
import type { HostKeys } from '../ssh/host-keys.ts';
import type { TransportSettings } from '../settings.ts';
import type { TrapOrder } from '../snmp/traps/trap-messages.ts';
import { TimesWindow } from '../times-window.ts';
import type { Target, TransportRequest, TransportStatus } from '../transports.ts';
import { Numbers } from './numbers.ts';
import type { NumberedRequest, ThreadData, ThreadReply, ThreadRequest } from './protocol.ts';
import { fromWire } from './wire-error.ts';

interface Pending {
  readonly startedAt: number;
  readonly what: string;
  readonly resolve: (reply: Extract<ThreadReply, { kind: 'done' }>) => void;
  readonly reject: (error: Error) => void;
  readonly onPiece: ((text: string) => void) | undefined;
}

type Ask =
  | Exclude<ThreadRequest, { kind: 'cancel' | 'hostKeyVerdict' | 'settings' | 'perform' | 'subscribe' | 'trapOrder' }>
  | { readonly id: number; readonly kind: 'perform' | 'subscribe'; readonly request: TransportRequest };
type AskWithoutId = Ask extends infer One ? (One extends Ask ? Omit<One, 'id'> : never) : never;

export interface ThreadOptions {
  readonly name: string;
  readonly data: ThreadData;
  readonly hostKeys: HostKeys;
  readonly onRestart: (thread: string, reason: string) => void;
}

const longestPauseMs = 30_000;

/** One transport thread seen from the main thread: started, asked in batches, started again when it dies. */
export class TransportThread implements AsyncDisposable {
  readonly #options: ThreadOptions;
  readonly #pending = new OpenByNumber<Pending>();
  #worker: Worker | null = null;
  #outbox: ThreadRequest[] = [];
  /** What the thread knows already; a new thread knows nothing. */
  #settings = new Numbers<TransportSettings>();
  #targets = new Numbers<Target>();
  #next = 1;
  #closing = false;
  #restart: NodeJS.Timeout | undefined;
  #pauseMs = 0;
  readonly #sshLogins = new TimesWindow();
  #operations = 0;
  #failures = 0;
  #restarts = 0;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#start();
  }

  status(): TransportStatus {
    return { thread: this.#options.name, operations: this.#operations, failures: this.#failures, inFlight: this.#pending.size, restarts: this.#restarts, sshLoginMs: this.#sshLogins.percentiles() };
  }

  /** Asks the thread; the reply, or a coded error. */
  ask(request: AskWithoutId, what: string, signal?: AbortSignal, onPiece?: (text: string) => void): Promise<Extract<ThreadReply, { kind: 'done' }>> {
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    if (this.#closing && request.kind !== 'close') return Promise.reject(transportsClosed(`${what} was asked while closing`));
    this.#operations += 1;
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#pending.delete(id);
        this.#post({ id, kind: 'cancel' });
        reject(signal?.reason);
      };
      const settle = <Argument>(finish: (argument: Argument) => void) => (argument: Argument): void => {
        signal?.removeEventListener('abort', leave);
        finish(argument);
      };
      signal?.addEventListener('abort', leave, { once: true });
      const pending: Pending = { startedAt: performance.now(), what, resolve: settle(resolve), reject: settle(reject), onPiece };
      this.#pending.set(id, pending);
      if (this.#worker === null) this.#lose(pending, id, 'the transport thread is being started again');
      else this.#post('request' in request ? { id, kind: request.kind, request: this.#numbered(request.request) } : { ...request, id });
    });
  }

  /** For the receiver of traps, if it runs. */
  order(order: TrapOrder): void {
    if (this.#worker !== null) this.#post({ id: 0, kind: 'trapOrder', order });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    clearTimeout(this.#restart);
    if (this.#worker === null) return;
    await this.ask({ kind: 'close' }, 'close').catch(() => undefined);
    await this.#worker?.terminate();
  }

  #numbered({ target, operation, timeoutMs }: TransportRequest): NumberedRequest {
    const number = this.#targets.of(target, (id) => {
      const { key, site, address } = target;
      const settings = this.#settings.of(target.settings, (settingsId) => this.#post({ id: settingsId, kind: 'settings', settings: target.settings }));
      this.#post({ id, kind: 'target', target: { key, site, address, settings } });
    });
    return { target: number, operation, timeoutMs };
  }

  #post(request: ThreadRequest): void {
    if (this.#outbox.length === 0) {
      queueMicrotask(() => {
        this.#worker?.postMessage(JSON.stringify(this.#outbox));
        this.#outbox = [];
      });
    }
    this.#outbox.push(request);
  }

  #receive(replies: readonly ThreadReply[]): void {
    this.#pauseMs = 0;
    for (const reply of replies) {
      if (reply.kind === 'hostKey') {
        this.#judge(reply);
        continue;
      }
      if (reply.kind === 'sshLogin') {
        this.#sshLogins.add(reply.milliseconds);
        continue;
      }
      const pending = this.#pending.get(reply.id);
      if (reply.kind === 'piece') {
        pending?.onPiece?.(reply.text);
        continue;
      }
      this.#pending.delete(reply.id);
      if (reply.kind === 'failed') {
        this.#failures += 1;
        pending?.reject(fromWire(reply.error));
      } else pending?.resolve(reply);
    }
  }

  #judge({ id, address, port, fingerprint, firstUse }: Extract<ThreadReply, { kind: 'hostKey' }>): void {
    this.#options.hostKeys.check(address, port, fingerprint, firstUse).then(
      (verdict) => this.#post({ id, kind: 'hostKeyVerdict', verdict }),
      () => this.#post({ id, kind: 'hostKeyVerdict', verdict: 'changed' }),
    );
  }

  #lose(pending: Pending, id: number, reason: string): void {
    this.#pending.delete(id);
    this.#failures += 1;
    pending.reject(
      outcome('Unreachable', `${pending.what}: ${reason}`, {
        hint: 'The host lost its own transport thread, the device may be well; a next run asks again.',
        data: { layer: 'thread', elapsedMs: Math.round(performance.now() - pending.startedAt) },
      }),
    );
  }

  #start(): void {
    const fromSources = import.meta.url.endsWith('.ts');
    const worker = new Worker(new URL(fromSources ? './thread.ts' : './thread.js', import.meta.url), {
      name: this.#options.name,
      workerData: this.#options.data,
      execArgv: fromSources ? ['--conditions=jackfield-source'] : [],
    });
    let reason = 'it ended';
    worker.on('message', (batch: string) => this.#receive(JSON.parse(batch)));
    worker.on('error', (error: unknown) => (reason = error instanceof Error ? error.message : String(error)));
    worker.once('exit', () => this.#ended(reason));
    this.#worker = worker;
  }

  #ended(reason: string): void {
    this.#worker = null;
    this.#outbox = [];
    [this.#settings, this.#targets] = [new Numbers(), new Numbers()];
    for (const [id, pending] of this.#pending.entries()) this.#lose(pending, id, `the transport thread ended: ${reason}`);
    if (this.#closing) return;
    this.#restarts += 1;
    // The first time at once, so that nothing asked from now on is lost; a thread that dies again and again waits longer each time.
    if (this.#pauseMs === 0) this.#start();
    else this.#restart = setTimeout(() => this.#start(), this.#pauseMs);
    this.#pauseMs = Math.min(longestPauseMs, Math.max(500, this.#pauseMs * 2));
    this.#options.onRestart(this.#options.name, reason);
  }
}
