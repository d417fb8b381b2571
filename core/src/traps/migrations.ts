import type { Migration } from '../store/index.ts';

/** Times are epoch milliseconds. `taken`: a watcher had it. */
export const trapMigrations: readonly Migration[] = [
  {
    id: 'traps-001',
    statements: [
      `CREATE TABLE trap (
         id INTEGER PRIMARY KEY, at INTEGER NOT NULL, device TEXT NOT NULL, address TEXT NOT NULL, data TEXT NOT NULL, taken INTEGER NOT NULL) STRICT`,
      'CREATE INDEX trap_device ON trap (device, at)',
      'CREATE INDEX trap_at ON trap (at)',
    ],
  },
  {
    id: 'traps-002',
    statements: [
      'CREATE TABLE trap_heard (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, device TEXT NOT NULL, plugin TEXT NOT NULL, name TEXT NOT NULL, summary TEXT NOT NULL, hints TEXT NOT NULL) STRICT',
      'CREATE INDEX trap_heard_device ON trap_heard (device, at)',
      'CREATE INDEX trap_heard_at ON trap_heard (at)',
    ],
  },
];
