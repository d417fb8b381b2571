import type { Migration } from '../store/index.ts';

/** Tables of this room. States stand in them without secrets: what a schema marks as secret is never written here. */
export const historyMigrations: readonly Migration[] = [
  {
    id: 'history-001',
    statements: [
      `CREATE TABLE history_content (hash TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID`,
      `CREATE TABLE history_version (
         device TEXT NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL, taken_at TEXT NOT NULL, seen_at TEXT NOT NULL,
         cause TEXT NOT NULL, person TEXT NOT NULL, change_id TEXT,
         PRIMARY KEY (device, version)) STRICT, WITHOUT ROWID`,
      `CREATE TABLE history_item (
         device TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL,
         plugin TEXT NOT NULL, plugin_version TEXT NOT NULL, resource TEXT NOT NULL, instance TEXT NOT NULL, hash TEXT NOT NULL,
         PRIMARY KEY (device, version, position)) STRICT, WITHOUT ROWID`,
      `CREATE INDEX history_item_hash ON history_item (hash)`,
    ],
  },
];
