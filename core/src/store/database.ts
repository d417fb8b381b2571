import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { StoreProblem } from './errors.ts';
import type { Migration } from './migration.ts';
import type { Row, Statement } from './store.ts';

/** Thrown when the database has migrations that this version does not know. */
export class NewerDatabase extends Error {}

export function problemOf(error: unknown): StoreProblem {
  const sqlite = typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : null;
  return { message: error instanceof Error ? error.message : String(error), sqlite };
}

/** The SQLite file, used by one thread only. */
export class Database {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(file: string, migrations: readonly Migration[], maxPages: number | null) {
    this.#database = new DatabaseSync(file);
    try {
      // Exclusive from the first write on: a second host on the same file is refused by SQLite itself.
      this.#database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
      this.#database.exec('BEGIN IMMEDIATE; COMMIT;');
      this.#migrate(migrations);
      if (maxPages !== null) this.#database.exec(`PRAGMA max_page_count = ${maxPages}`);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  read({ sql, values = [] }: Statement): readonly Row[] {
    return this.#prepare(sql).all(...values).map((row) => ({ ...row }));
  }

  /**
   * Runs groups of statements in one transaction. A group that fails is taken back alone; the others stay. Gives what
   * went wrong by group, null for those that are on disk.
   */
  write(groups: readonly (readonly Statement[])[]): (StoreProblem | null)[] {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const outcomes = groups.map((group) => this.#group(group));
      this.#database.exec('COMMIT');
      return outcomes;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      const problem = problemOf(error);
      return groups.map(() => problem);
    }
  }

  backup(file: string): void {
    // A new file, its owner's only from the first byte on: the copy holds what the database holds.
    closeSync(openSync(file, 'wx', 0o600));
    this.#prepare('VACUUM INTO ?').run(file);
  }

  close(): void {
    this.#database.close();
  }

  #group(group: readonly Statement[]): StoreProblem | null {
    // One statement is whole by itself; most results are one.
    const isOne = group.length === 1;
    if (!isOne) this.#prepare('SAVEPOINT one').run();
    try {
      for (const { sql, values = [] } of group) this.#prepare(sql).run(...values);
      if (!isOne) this.#prepare('RELEASE one').run();
      return null;
    } catch (error) {
      // A full disk may have ended the whole transaction already.
      if (!this.#database.isTransaction) throw error;
      if (!isOne) this.#database.exec('ROLLBACK TO one; RELEASE one');
      return problemOf(error);
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }

  #migrate(migrations: readonly Migration[]): void {
    this.#database.exec('CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY, hash TEXT NOT NULL, at TEXT NOT NULL) STRICT');
    const applied = new Map(this.read({ sql: 'SELECT id, hash FROM migration' }).map((row) => [String(row['id']), String(row['hash'])]));
    for (const id of applied.keys()) {
      if (!migrations.some((migration) => migration.id === id)) throw new NewerDatabase(id);
    }
    for (const { id, statements } of migrations) {
      const hash = createHash('sha256').update(statements.join(';\n')).digest('hex');
      const before = applied.get(id);
      if (before !== undefined && before !== hash) throw new NewerDatabase(`${id} has another content`);
      if (before !== undefined) continue;
      this.#database.exec('BEGIN IMMEDIATE');
      for (const statement of statements) this.#database.exec(statement);
      this.#database.prepare('INSERT INTO migration (id, hash, at) VALUES (?, ?, ?)').run(id, hash, new Date().toISOString());
      this.#database.exec('COMMIT');
    }
  }
}
