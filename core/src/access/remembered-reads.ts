import type { Row, SqlValue, Statement, Store } from '../store/index.ts';

/** Answers that are kept; beyond it all are forgotten, so that who guesses secrets fills no memory. */
const mostKept = 5_000;

export interface RememberingStore extends Store {
  /** Grows when something is written: what was made of answers holds while it is the same. */
  readonly revision: number;
}

/**
 * A store whose answers are remembered until something is written through it: each request asks who its caller is, and that
 * seldom changes. Only for tables that nobody writes but through it.
 */
export function rememberReads(store: Store): RememberingStore {
  const answers = new Map<string, readonly Row[]>();
  let writes = 0;
  const writing = <Outcome>(write: () => Promise<Outcome>): Promise<Outcome> => {
    const forget = (): void => {
      writes += 1;
      answers.clear();
    };
    forget();
    return write().finally(forget);
  };
  return {
    get revision() {
      return writes;
    },
    async read(statement) {
      const key = JSON.stringify([statement.sql, statement.values?.map(plain)]);
      const known = answers.get(key);
      if (known !== undefined) return known;
      const before = writes;
      const rows = await store.read(statement);
      // What was read while something was written may be of before it.
      if (before !== writes) return rows;
      if (answers.size >= mostKept) answers.clear();
      answers.set(key, rows);
      return rows;
    },
    write: (statements: readonly Statement[]) => writing(() => store.write(statements)),
    writeSoon: (statements: readonly Statement[]) => writing(() => store.writeSoon(statements)),
    status: () => store.status(),
    backup: (file) => store.backup(file),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

function plain(value: SqlValue): string | number | null | readonly string[] {
  return typeof value === 'bigint' ? `${value}n` : value instanceof Uint8Array ? ['bytes', Buffer.from(value).toString('hex')] : value;
}
