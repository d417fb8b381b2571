import type { Migration } from '../store/index.ts';

/** Tables of this room. States of devices stand in them in the clear: they leave the database redacted only. */
export const changesMigrations: readonly Migration[] = [
  {
    id: 'changes-001',
    statements: [
      `CREATE TABLE change_plan (
         id TEXT PRIMARY KEY, hash TEXT NOT NULL, title TEXT NOT NULL, expires_at TEXT NOT NULL,
         steps TEXT NOT NULL, used_by TEXT) STRICT`,
      `CREATE TABLE change_run (
         id TEXT PRIMARY KEY, title TEXT NOT NULL, person TEXT NOT NULL, state TEXT NOT NULL, plan_hash TEXT NOT NULL,
         started_at TEXT NOT NULL, ended_at TEXT, undoes TEXT, message TEXT) STRICT`,
      `CREATE INDEX change_run_started ON change_run (started_at)`,
      `CREATE TABLE change_step (
         change_id TEXT NOT NULL, position INTEGER NOT NULL, step TEXT NOT NULL,
         touched INTEGER NOT NULL, state TEXT NOT NULL, message TEXT,
         PRIMARY KEY (change_id, position)) STRICT, WITHOUT ROWID`,
      `CREATE TABLE change_journal (
         id INTEGER PRIMARY KEY, change_id TEXT NOT NULL, position INTEGER, at TEXT NOT NULL, entry TEXT NOT NULL) STRICT`,
      `CREATE INDEX change_journal_change ON change_journal (change_id, id)`,
      `CREATE TABLE change_lease (device TEXT PRIMARY KEY, change_id TEXT, token INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
    ],
  },
  {
    id: 'changes-002',
    statements: [
      `CREATE TABLE change_approval (plan_hash TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (plan_hash, person)) STRICT, WITHOUT ROWID`,
      `ALTER TABLE change_run ADD COLUMN wave INTEGER NOT NULL DEFAULT 0`,
      `ALTER TABLE change_run ADD COLUMN waves INTEGER NOT NULL DEFAULT 1`,
    ],
  },
  {
    // What was pushed to a device, however many changes there were.
    id: 'changes-pushed-001',
    statements: [`CREATE INDEX change_step_device ON change_step (json_extract(step, '$.device'))`],
  },
  {
    // What undid a change, however many there were.
    id: 'changes-undone-001',
    statements: [`CREATE INDEX change_run_undoes ON change_run (undoes) WHERE undoes IS NOT NULL`],
  },
  {
    // Devices that run what a change left there and do not start with it yet; with why, where they were told to save.
    id: 'changes-save-001',
    statements: [
      `CREATE TABLE change_save (
         device TEXT NOT NULL, plugin TEXT NOT NULL, device_name TEXT NOT NULL, discovery TEXT NOT NULL,
         change_id TEXT NOT NULL, title TEXT NOT NULL, message TEXT, PRIMARY KEY (device, plugin)) STRICT, WITHOUT ROWID`,
    ],
  },
  {
    // The plan as people see it, secrets replaced: approved and applied elsewhere than it was made, and looked at again when it has become a change.
    id: 'changes-plans-001',
    statements: [`ALTER TABLE change_plan ADD COLUMN file TEXT`, `CREATE INDEX change_plan_used ON change_plan (used_by) WHERE used_by IS NOT NULL`],
  },
  {
    // Who stopped all changes: one row while it stands.
    id: 'changes-stop-001',
    statements: [`CREATE TABLE change_stop (id INTEGER PRIMARY KEY CHECK (id = 1), person TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL) STRICT`],
  },
];
