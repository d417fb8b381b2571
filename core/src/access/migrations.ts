import type { Migration } from '../store/index.ts';

/** The audit, people, and what they log in with. Times of people are epoch milliseconds. */
export const accessMigrations: readonly Migration[] = [
  {
    id: 'access-001',
    statements: [
      `CREATE TABLE audit (
        sequence INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        person TEXT NOT NULL,
        action TEXT NOT NULL,
        plugin TEXT,
        plugin_version TEXT,
        device TEXT,
        change TEXT,
        outcome TEXT NOT NULL,
        detail TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT`,
      'CREATE INDEX audit_device ON audit (device, sequence)',
      'CREATE INDEX audit_change ON audit (change, sequence)',
    ],
  },
  {
    id: 'access-002',
    statements: [
      'ALTER TABLE audit ADD COLUMN origin TEXT',
      'CREATE TABLE person (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL, password TEXT) STRICT, WITHOUT ROWID',
      `CREATE TABLE person_role (
        person TEXT NOT NULL REFERENCES person ON DELETE CASCADE, at TEXT NOT NULL, role TEXT NOT NULL,
        PRIMARY KEY (person, at)) STRICT, WITHOUT ROWID`,
      'CREATE TABLE set_up_link (hash TEXT PRIMARY KEY, person TEXT REFERENCES person ON DELETE CASCADE, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID',
      `CREATE TABLE person_session (
        hash TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
        created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
      `CREATE TABLE token (
        id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, title TEXT NOT NULL, role TEXT NOT NULL, at TEXT NOT NULL, made_by TEXT NOT NULL,
        person TEXT REFERENCES person ON DELETE CASCADE, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER) STRICT, WITHOUT ROWID`,
    ],
  },
  {
    // Logins of before have none of what the list shows: they end, and people log in anew.
    id: 'access-003',
    statements: [
      'DROP TABLE person_session',
      `CREATE TABLE person_session (
        hash TEXT PRIMARY KEY, id TEXT NOT NULL, person TEXT NOT NULL REFERENCES person ON DELETE CASCADE, way TEXT NOT NULL, address TEXT NOT NULL, agent TEXT NOT NULL,
        created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, proved_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
      `CREATE TABLE passkey (
        id TEXT PRIMARY KEY, credential TEXT NOT NULL UNIQUE, person TEXT NOT NULL REFERENCES person ON DELETE CASCADE, title TEXT NOT NULL, public_key TEXT NOT NULL, counter INTEGER NOT NULL,
        transports TEXT NOT NULL, synced INTEGER NOT NULL, created_at INTEGER NOT NULL, used_at INTEGER) STRICT, WITHOUT ROWID`,
      // The number by which authenticators know a person: no name leaves in it, and one who is added anew is another.
      'ALTER TABLE person ADD COLUMN handle TEXT',
      'UPDATE person SET handle = lower(hex(randomblob(16)))',
      'CREATE UNIQUE INDEX person_handle ON person (handle)',
      `CREATE TABLE person_identity (
        issuer TEXT NOT NULL, subject TEXT NOT NULL, person TEXT NOT NULL REFERENCES person ON DELETE CASCADE, PRIMARY KEY (issuer, subject)) STRICT, WITHOUT ROWID`,
      `CREATE TABLE person_group_role (
        person TEXT NOT NULL REFERENCES person ON DELETE CASCADE, at TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (person, at, role)) STRICT, WITHOUT ROWID`,
      'CREATE TABLE audit_end (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL) STRICT',
      'INSERT INTO audit_end (one, sequence, hash) SELECT 1, sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1',
    ],
  },
  { id: 'access-004', statements: ['ALTER TABLE audit ADD COLUMN changed TEXT'] },
];
