import { DatabaseSync } from 'node:sqlite';
import type { Row, SqlValue, Statement, Store } from '../../store/index.ts';
import { healthMigrations } from '../migrations.ts';

/** A real SQLite in memory, without the thread: writes are done when they are called. */
export class MemoryStore implements Store {
  readonly #database = new DatabaseSync(':memory:');
  /** Set to make every write fail, as on a full disk. */
  failing: Error | null = null;

  constructor() {
    for (const migration of healthMigrations) for (const sql of migration.statements) this.#database.exec(sql);
  }

  async read({ sql, values = [] }: Statement): Promise<readonly Row[]> {
    const rows: Row[] = this.#database.prepare(sql).all(...values).map((row) => ({ ...row }) as { [column: string]: SqlValue });
    return rows;
  }

  async write(statements: readonly Statement[]): Promise<void> {
    if (this.failing) throw this.failing;
    for (const { sql, values = [] } of statements) this.#database.prepare(sql).run(...values);
  }

  writeSoon(statements: readonly Statement[]): Promise<void> {
    return this.write(statements);
  }

  async backup(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {
    this.#database.close();
  }
}
