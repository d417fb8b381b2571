import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { JackfieldError } from '../errors/index.ts';
import { stateUnusable, storeClosed, storeError, storeFull, storeNewer, storeThreadLost } from './errors.ts';
import { HeldWrites } from './held-writes.ts';
import type { Migration } from './migration.ts';
import { makeStateFolder } from './state-folder.ts';
import type { Row, Statement, StorageStatus, Store, WriteOutcome } from './store.ts';
import type { StoreGreeting, StoreReply, StoreRequest, StoreThreadData } from './thread-protocol.ts';

export interface StoreOptions {
  readonly file: string;
  readonly migrations: readonly Migration[];
  /** Told when the thread ended by itself and was started again. */
  readonly onRestart?: (reason: string) => void;
  /** Told once when the disk is full and writes must wait; `onRoom` when all of them are on disk. */
  readonly onFull?: (problem: JackfieldError) => void;
  /** `lost`: writes since the start that were too much to be kept. */
  readonly onRoom?: (written: number, lost: number) => void;
  /** Pages the database may have; for tests of a full disk. */
  readonly maxPages?: number;
}

/** Opens the database; throws a coded error when it cannot be used. */
export async function openStore(options: StoreOptions): Promise<Store> {
  await makeStateFolder(dirname(options.file));
  try {
    // It holds states of devices, secrets among them: its owner's only, from the first byte on.
    await (await open(options.file, 'a', 0o600)).close();
  } catch (cause) {
    throw stateUnusable(`${options.file} cannot be made: ${cause instanceof Error ? cause.message : ''}`, { place: { file: options.file }, cause });
  }
  const store = new ThreadedStore(options);
  await store.open();
  return store;
}

interface Pending {
  readonly resolve: (rows: readonly Row[]) => void;
  readonly reject: (error: Error) => void;
}

/** Writes that may wait at once; beyond it a caller waits for room, so that memory is bounded. */
const mostPending = 20_000;

const restartMs = 1_000;

/** How long `writeSoon` waits for others: they cross to the thread together, and share its transaction. */
const gatherMs = 50;

type Request = StoreRequest extends infer R ? (R extends { readonly id: number } ? Omit<R, 'id'> : never) : never;

class ThreadedStore implements Store {
  readonly #options: StoreOptions;
  readonly #held: HeldWrites;
  readonly #pending = new Map<number, Pending>();
  readonly #room: (() => void)[] = [];
  #outbox: StoreRequest[] = [];
  /** When the outbox goes: now, as soon as this turn of the loop is over, or after a while; null while it is empty. */
  #posting: 'now' | NodeJS.Timeout | null = null;
  #next = 1;
  #closing = false;
  /** Null while the thread is waiting to be started again. */
  #worker: Worker | null = null;
  #restart: NodeJS.Timeout | undefined;

  constructor(options: StoreOptions) {
    this.#options = options;
    const { onFull = () => undefined, onRoom = () => undefined } = options;
    this.#held = new HeldWrites({ write: async (statements) => void (await this.#ask({ kind: 'write', statements }, gatherMs)), onFull, onRoom });
  }

  async open(): Promise<void> {
    const [worker, greeted] = this.#start();
    this.#worker = worker;
    const greeting = await greeted;
    if ('ready' in greeting) return;
    this.#closing = true;
    await worker.terminate();
    const { file } = this.#options;
    if ('newer' in greeting.refused) throw storeNewer(`${file} has the migration ${greeting.refused.newer}, unknown here`, { place: { file } });
    throw storeError(greeting.refused, file);
  }

  async read(statement: Statement): Promise<readonly Row[]> {
    return this.#ask({ kind: 'read', statement });
  }

  async write(statements: readonly Statement[]): Promise<void> {
    await this.#ask({ kind: 'write', statements });
  }

  writeSoon(statements: readonly Statement[]): Promise<WriteOutcome> {
    return this.#held.write(statements);
  }

  status(): StorageStatus {
    return this.#held.status();
  }

  async backup(file: string): Promise<void> {
    await this.#ask({ kind: 'backup', file });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing) return;
    const lost = await this.#held.end();
    if (lost > 0) this.#options.onFull?.(storeFull(`the daemon ends while the disk is full: ${lost} writes of results are lost`, { place: { file: this.#options.file } }));
    const closed = this.#ask({ kind: 'close' });
    this.#closing = true;
    clearTimeout(this.#restart);
    await closed.catch(() => undefined);
    await this.#worker?.terminate();
  }

  /** @param withinMs how long it may wait for others */
  async #ask(request: Request, withinMs = 0): Promise<readonly Row[]> {
    while (this.#pending.size >= mostPending) await new Promise<void>((resolve) => this.#room.push(resolve));
    if (this.#closing) throw storeClosed('the database is closed', { place: { file: this.#options.file } });
    if (this.#worker === null) throw storeThreadLost('the store thread is being started again', { place: { file: this.#options.file } });
    return new Promise((resolve, reject) => {
      const id = this.#next;
      this.#next += 1;
      this.#pending.set(id, { resolve, reject });
      this.#outbox.push({ ...request, id });
      if (withinMs > 0) this.#posting ??= setTimeout(() => this.#post(), withinMs);
      else if (this.#posting !== 'now') {
        clearTimeout(this.#posting ?? undefined);
        this.#posting = 'now';
        queueMicrotask(() => this.#post());
      }
    });
  }

  #post(): void {
    const requests = this.#outbox;
    this.#outbox = [];
    this.#posting = null;
    this.#worker?.postMessage(requests);
  }

  #settle(replies: readonly StoreReply[]): void {
    for (const reply of replies) {
      const pending = this.#pending.get(reply.id);
      this.#pending.delete(reply.id);
      if ('problem' in reply) pending?.reject(storeError(reply.problem, this.#options.file));
      else pending?.resolve('rows' in reply ? reply.rows : []);
    }
    for (const proceed of this.#room.splice(0)) proceed();
  }

  #start(): [Worker, Promise<StoreGreeting>] {
    const { file, migrations, maxPages = null } = this.#options;
    const fromSources = import.meta.url.endsWith('.ts');
    const workerData: StoreThreadData = { file, migrations, maxPages };
    const worker = new Worker(new URL(fromSources ? './thread.ts' : './thread.js', import.meta.url), {
      name: 'store',
      workerData,
      execArgv: fromSources ? ['--conditions=jackfield-source'] : [],
    });
    let reason = 'it ended';
    const greeting = new Promise<StoreGreeting>((resolve) => {
      worker.on('message', (message: StoreGreeting | readonly StoreReply[]) => {
        if ('length' in message) this.#settle(message);
        else resolve(message);
      });
      worker.once('exit', () => resolve({ refused: { message: reason, sqlite: null } }));
    });
    worker.on('error', (error) => (reason = error instanceof Error ? error.message : String(error)));
    worker.once('exit', () => this.#lost(worker, reason));
    return [worker, greeting];
  }

  /** What was not confirmed is reported to its owner; the next thread starts from what is on disk. */
  #lost(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(storeThreadLost(`the store thread ended: ${reason}`, { place: { file: this.#options.file } }));
    for (const proceed of this.#room.splice(0)) proceed();
    if (this.#closing) return;
    this.#options.onRestart?.(reason);
    this.#worker = null;
    this.#restart = setTimeout(() => (this.#worker = this.#start()[0]), restartMs);
    this.#restart.unref();
  }
}
