import type { Row, Statement, StorageStatus, Store, WriteOutcome } from '../../core/src/store/index.ts';
import type { KillPoint } from './orders.ts';

/** The store as the services of a host see it: kills its own process at the write it is told to. */
export class WatchedStore implements Store {
  readonly #store: Store;
  writes = 0;
  #killAt: KillPoint | null;

  constructor(store: Store, killAt: KillPoint | null = null) {
    this.#store = store;
    this.#killAt = killAt;
  }

  /** Counts anew from here. */
  begin(killAt: KillPoint | null): void {
    this.writes = 0;
    this.#killAt = killAt;
  }

  read(statement: Statement): Promise<readonly Row[]> {
    return this.#store.read(statement);
  }

  async write(statements: readonly Statement[]): Promise<void> {
    const number = this.writes;
    this.writes += 1;
    this.#dieAt({ write: number, when: 'before' });
    await this.#store.write(statements);
    this.#dieAt({ write: number, when: 'after' });
  }

  writeSoon(statements: readonly Statement[]): Promise<WriteOutcome> {
    return this.#store.writeSoon(statements);
  }

  status(): StorageStatus {
    return this.#store.status();
  }

  backup(file: string): Promise<void> {
    return this.#store.backup(file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store[Symbol.asyncDispose]();
  }

  #dieAt({ write, when }: KillPoint): void {
    if (this.#killAt?.write === write && this.#killAt.when === when) process.kill(process.pid, 'SIGKILL');
  }
}
