import type { Migration } from '../store/index.ts';

export const auditMigrations: readonly Migration[] = [
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
];
