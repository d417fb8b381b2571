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
    const isKeep = statements.some(({ values }) => values?.includes('kept') === true);
    this.#dieAt(number, isKeep, 'before');
    await this.#store.write(statements);
    this.#dieAt(number, isKeep, 'after');
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

  #dieAt(number: number, isKeep: boolean, when: KillPoint['when']): void {
    if (this.#killAt?.when === when && (this.#killAt.write === 'keep' ? isKeep : this.#killAt.write === number)) process.kill(process.pid, 'SIGKILL');
  }
}
