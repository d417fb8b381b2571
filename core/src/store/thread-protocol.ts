import type { StoreProblem } from './errors.ts';
import type { Migration } from './migration.ts';
import type { Row, Statement } from './store.ts';

/** What the store thread is started with. */
export interface StoreThreadData {
  readonly file: string;
  readonly migrations: readonly Migration[];
  /** Pages the database may have; for tests of a full disk. */
  readonly maxPages: number | null;
}

export type StoreRequest =
  | { readonly id: number; readonly kind: 'read'; readonly statement: Statement }
  | { readonly id: number; readonly kind: 'write'; readonly statements: readonly Statement[] }
  | { readonly id: number; readonly kind: 'backup'; readonly file: string }
  | { readonly id: number; readonly kind: 'close' };

export type StoreReply =
  | { readonly id: number; readonly rows: readonly Row[] }
  | { readonly id: number; readonly done: true }
  | { readonly id: number; readonly problem: StoreProblem };

/** First message of the thread: it stands, or why not. */
export type StoreGreeting = { readonly ready: true } | { readonly refused: StoreProblem | { readonly newer: string } };
