import type { Migration } from '../store/index.ts';

/** Tables of the HTTP API. `api_event.at` is ISO 8601 text, other times are epoch milliseconds. */
export const apiMigrations: readonly Migration[] = [
  {
    id: 'api-001',
    statements: [
      'CREATE TABLE api_repeat (id TEXT PRIMARY KEY, request TEXT NOT NULL, answer TEXT, at INTEGER NOT NULL) STRICT, WITHOUT ROWID',
      'CREATE TABLE api_event (id INTEGER PRIMARY KEY, at TEXT NOT NULL, name TEXT NOT NULL, sites TEXT, data TEXT NOT NULL) STRICT',
    ],
  },
];
