import type { Migration } from '../store/index.ts';

/** Tables of this room. Times are epoch milliseconds. */
export const notificationMigrations: readonly Migration[] = [
  {
    id: 'notifications-001',
    statements: [
      `CREATE TABLE notification (
         id TEXT PRIMARY KEY, kind TEXT NOT NULL, route TEXT NOT NULL, channel TEXT NOT NULL, site TEXT, message TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
         made_at INTEGER NOT NULL, next_at INTEGER NOT NULL, sent_at INTEGER, reason TEXT NOT NULL) STRICT`,
      `CREATE INDEX notification_waiting ON notification (next_at) WHERE state = 'waiting'`,
      'CREATE INDEX notification_made ON notification (made_at)',
      `CREATE TABLE notification_told (
         route TEXT NOT NULL, incident TEXT NOT NULL, state TEXT NOT NULL, told_at INTEGER NOT NULL, PRIMARY KEY (route, incident)) STRICT, WITHOUT ROWID`,
    ],
  },
];
