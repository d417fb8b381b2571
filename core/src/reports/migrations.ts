import type { Migration } from '../store/index.ts';

/** Tables of this room. Times are epoch milliseconds. */
export const reportMigrations: readonly Migration[] = [
  {
    id: 'reports-001',
    statements: [
      'CREATE TABLE host_run (id INTEGER PRIMARY KEY, begun_at INTEGER NOT NULL, seen_at INTEGER NOT NULL) STRICT',
      'CREATE TABLE report_schedule (schedule TEXT PRIMARY KEY, looked_at INTEGER NOT NULL) STRICT, WITHOUT ROWID',
    ],
  },
];
