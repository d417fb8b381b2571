import type { ServiceIdentifier } from 'inversify';

/** What SQLite takes and gives. Flags are 0 and 1, times ISO 8601 UTC text or epoch milliseconds as the column says. */
export type SqlValue = null | number | bigint | string | Uint8Array;

export interface Statement {
  readonly sql: string;
  readonly values?: readonly SqlValue[];
}

export type Row = { readonly [column: string]: SqlValue };

/** The database, behind its own thread: nobody else opens the file. SQL stands in the room that owns the table. */
export interface Store extends AsyncDisposable {
  /** Rows of one query, as of the last committed write. */
  read(statement: Statement): Promise<readonly Row[]>;
  /** The statements in one transaction, all or nothing. Resolves when it is on disk: what a journal needs. */
  write(statements: readonly Statement[]): Promise<void>;
  /** Like `write`, joined with others into one transaction within 50 ms: what results and samples need. */
  writeSoon(statements: readonly Statement[]): Promise<void>;
  /** A consistent copy of the database into a new file. */
  backup(file: string): Promise<void>;
}
export const Store: ServiceIdentifier<Store> = Symbol.for('Store');
