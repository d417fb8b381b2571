import type { Migration } from '../store/index.ts';

/** Tables of this room: the recovery of each device that was begun last, and what people said is done of it. */
export const recoveryMigrations: readonly Migration[] = [
  {
    id: 'recovery-001',
    statements: [
      `CREATE TABLE recovery (
         device TEXT PRIMARY KEY, person TEXT NOT NULL, begun_at TEXT NOT NULL, replacement TEXT NOT NULL, version INTEGER NOT NULL,
         planned_at TEXT, planned_by TEXT, plan_hash TEXT, plan_steps INTEGER, left_out TEXT) STRICT, WITHOUT ROWID`,
      `CREATE TABLE recovery_done (
         device TEXT NOT NULL, step TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
         PRIMARY KEY (device, step)) STRICT, WITHOUT ROWID`,
    ],
  },
];
