import type { Migration } from '../store/index.ts';

/** Tables of this room. What was accepted stands in them in the clear, as the states of changes do. */
export const driftMigrations: readonly Migration[] = [
  {
    id: 'drift-001',
    statements: [
      `CREATE TABLE drift_comparison (
         device TEXT NOT NULL, identity TEXT NOT NULL, change_id TEXT NOT NULL, state TEXT NOT NULL, checked_at TEXT NOT NULL,
         equal_at TEXT NOT NULL, since TEXT, seen_hash TEXT, differences TEXT NOT NULL, message TEXT,
         PRIMARY KEY (device, identity)) STRICT, WITHOUT ROWID`,
      `CREATE TABLE drift_accepted (
         device TEXT NOT NULL, identity TEXT NOT NULL, change_id TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL,
         PRIMARY KEY (device, identity)) STRICT, WITHOUT ROWID`,
    ],
  },
];
