import { DatabaseSync } from 'node:sqlite';
import type { Migration, Row, Statement, StorageStatus, Store, WriteOutcome } from '../store/index.ts';

/** The real SQLite in memory and in this thread: what a unit test needs of a store. */
export class MemoryStore implements Store {
  readonly #database = new DatabaseSync(':memory:');
  /** Set to make every write fail, as on a full disk. */
  failing: Error | null = null;

  constructor(migrations: readonly Migration[]) {
    for (const { statements } of migrations) for (const statement of statements) this.#database.exec(statement);
  }

  async read({ sql, values = [] }: Statement): Promise<readonly Row[]> {
    return this.#database.prepare(sql).all(...values).map((row) => ({ ...row }));
  }

  async write(statements: readonly Statement[]): Promise<void> {
    if (this.failing !== null) throw this.failing;
    this.#database.exec('BEGIN');
    try {
      for (const { sql, values = [] } of statements) this.#database.prepare(sql).run(...values);
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  async writeSoon(statements: readonly Statement[]): Promise<WriteOutcome> {
    await this.write(statements);
    return 'written';
  }

  status(): StorageStatus {
    return { waiting: 0, lost: 0, problem: null };
  }

  async backup(): Promise<void> {
    throw new Error('a store in memory has no backup');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#database.close();
  }
}
