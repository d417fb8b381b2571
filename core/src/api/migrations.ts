import type { Migration } from '../store/index.ts';

/** Tables of the HTTP API. Times are epoch milliseconds. */
export const apiMigrations: readonly Migration[] = [
  { id: 'api-001', statements: ['CREATE TABLE api_repeat (id TEXT PRIMARY KEY, request TEXT NOT NULL, answer TEXT, at INTEGER NOT NULL) STRICT, WITHOUT ROWID'] },
];
