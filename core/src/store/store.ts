import type { ServiceIdentifier } from 'inversify';
import type { JackfieldError } from '../errors/index.ts';

/** What SQLite takes and gives. Flags are 0 and 1, times ISO 8601 UTC text or epoch milliseconds as the column says. */
export type SqlValue = null | number | bigint | string | Uint8Array;

export interface Statement {
  readonly sql: string;
  readonly values?: readonly SqlValue[];
}

/** `kept`: there is no room on the disk; it waits in memory and is written when there is. */
export type WriteOutcome = 'written' | 'kept';

/** How it stands with writing a file. */
export interface StorageStatus {
  /** Writes that wait for room on the disk. */
  readonly waiting: number;
  /** Writes that were too much to be kept. */
  readonly lost: number;
  /** Why they wait; null when all is well. */
  readonly problem: JackfieldError | null;
}

export type Row = { readonly [column: string]: SqlValue };

/** The database, behind its own thread: nobody else opens the file. SQL stands in the room that owns the table. */
export interface Store extends AsyncDisposable {
  /** Rows of one query, as of the last committed write. */
  read(statement: Statement): Promise<readonly Row[]>;
  /** The statements in one transaction, all or nothing. Resolves when it is on disk: what a journal needs. */
  write(statements: readonly Statement[]): Promise<void>;
  /**
   * Like `write`, joined with others into one transaction within 50 ms: what results and samples need. While the disk is
   * full it is kept and written later, in its order; rejects with JF7003 when no more can be kept.
   */
  writeSoon(statements: readonly Statement[]): Promise<WriteOutcome>;
  status(): StorageStatus;
  /** A consistent copy of the database into a new file. */
  backup(file: string): Promise<void>;
}
export const Store: ServiceIdentifier<Store> = Symbol.for('Store');
