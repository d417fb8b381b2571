import type { Migration } from '../store/index.ts';

/** Tables of this room. Times are epoch milliseconds. */
export const healthMigrations: readonly Migration[] = [
  {
    id: 'health-001',
    statements: [
      `CREATE TABLE health_state (
         device TEXT NOT NULL, plugin TEXT NOT NULL, check_name TEXT NOT NULL,
         state TEXT NOT NULL, result TEXT NOT NULL, last_run INTEGER, elapsed_ms INTEGER,
         PRIMARY KEY (device, plugin, check_name)) STRICT, WITHOUT ROWID`,
      `CREATE TABLE health_transition (
         id INTEGER PRIMARY KEY, at INTEGER NOT NULL, device TEXT NOT NULL, plugin TEXT NOT NULL, check_name TEXT NOT NULL,
         from_state TEXT NOT NULL, to_state TEXT NOT NULL, hard INTEGER NOT NULL, summary TEXT NOT NULL) STRICT`,
      `CREATE INDEX health_transition_device ON health_transition (device, at)`,
      `CREATE INDEX health_transition_at ON health_transition (at)`,
      `CREATE TABLE health_incident (
         id TEXT PRIMARY KEY, device TEXT NOT NULL, plugin TEXT NOT NULL, check_name TEXT NOT NULL, item TEXT,
         state TEXT NOT NULL, summary TEXT NOT NULL, status TEXT NOT NULL,
         opened_at INTEGER NOT NULL, resolved_at INTEGER, acknowledged_by TEXT, acknowledged_at INTEGER) STRICT`,
      `CREATE UNIQUE INDEX health_incident_open ON health_incident (device, plugin, check_name) WHERE status <> 'resolved'`,
      `CREATE INDEX health_incident_opened ON health_incident (opened_at)`,
      `CREATE TABLE health_gate (device TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`,
      `CREATE TABLE health_series (
         id INTEGER PRIMARY KEY, device TEXT NOT NULL, plugin TEXT NOT NULL, check_name TEXT NOT NULL,
         item TEXT NOT NULL, metric TEXT NOT NULL, unit TEXT NOT NULL,
         UNIQUE (device, plugin, check_name, item, metric)) STRICT`,
      `CREATE TABLE health_sample (
         series INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL,
         PRIMARY KEY (series, at)) STRICT, WITHOUT ROWID`,
      `CREATE TABLE health_rollup (
         series INTEGER NOT NULL, hour INTEGER NOT NULL, minimum REAL NOT NULL, average REAL NOT NULL,
         maximum REAL NOT NULL, samples INTEGER NOT NULL,
         PRIMARY KEY (series, hour)) STRICT, WITHOUT ROWID`,
    ],
  },
  {
    // A row for each run with all it measured; hours that are over as a row for each series and day, in columns.
    id: 'health-002',
    statements: [
      'DROP TABLE health_sample',
      'DROP TABLE health_rollup',
      'DROP TABLE health_series',
      'CREATE TABLE health_series_list (id INTEGER PRIMARY KEY, series TEXT NOT NULL) STRICT',
      `CREATE TABLE health_source (
         id INTEGER PRIMARY KEY, device TEXT NOT NULL, plugin TEXT NOT NULL, check_name TEXT NOT NULL, list INTEGER NOT NULL,
         UNIQUE (device, plugin, check_name)) STRICT`,
      `CREATE TABLE health_poll (
         source INTEGER NOT NULL, at INTEGER NOT NULL, sample BLOB NOT NULL,
         PRIMARY KEY (source, at)) STRICT, WITHOUT ROWID`,
      `CREATE TABLE health_column (
         source INTEGER NOT NULL, day INTEGER NOT NULL, series INTEGER NOT NULL, samples BLOB NOT NULL,
         PRIMARY KEY (source, day, series)) STRICT, WITHOUT ROWID`,
      `CREATE TABLE health_hour (
         source INTEGER NOT NULL, day INTEGER NOT NULL, series INTEGER NOT NULL, hours BLOB NOT NULL,
         PRIMARY KEY (source, day, series)) STRICT, WITHOUT ROWID`,
    ],
  },
  { id: 'health-003', statements: ['ALTER TABLE health_incident ADD COLUMN acknowledged_until INTEGER'] },
];
