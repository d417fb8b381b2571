import type { Migration } from '../store/index.ts';

/** Tables of this room. Times are epoch milliseconds. */
export const incidentsMigrations: readonly Migration[] = [
  {
    id: 'incidents-001',
    statements: [
      `CREATE TABLE incident_note (
         id INTEGER PRIMARY KEY, incident TEXT NOT NULL, at INTEGER NOT NULL, person TEXT NOT NULL, what TEXT NOT NULL, text TEXT NOT NULL) STRICT`,
      'CREATE INDEX incident_note_incident ON incident_note (incident, id)',
      `CREATE TABLE incident_task (
         id TEXT PRIMARY KEY, incident TEXT NOT NULL, device TEXT NOT NULL, title TEXT NOT NULL, to_kind TEXT NOT NULL, assignee TEXT NOT NULL, made_by TEXT NOT NULL,
         comment TEXT NOT NULL, made_at INTEGER NOT NULL, due_at INTEGER, closed_at INTEGER, closed_by TEXT) STRICT`,
      'CREATE INDEX incident_task_incident ON incident_task (incident)',
      `CREATE TABLE maintenance (
         id TEXT PRIMARY KEY, node TEXT, device TEXT, reason TEXT NOT NULL, person TEXT NOT NULL, begun_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, ended_by TEXT) STRICT`,
      'CREATE INDEX maintenance_ends ON maintenance (ends_at)',
    ],
  },
];
