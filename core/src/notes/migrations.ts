import type { Migration } from '../store/index.ts';

export const notesMigrations: readonly Migration[] = [
  {
    id: 'notes-001',
    statements: [
      'CREATE TABLE device_note (id TEXT PRIMARY KEY, device TEXT NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL, made_at TEXT NOT NULL, edited_by TEXT, edited_at TEXT) STRICT',
      'CREATE INDEX device_note_device ON device_note (device)',
    ],
  },
  {
    id: 'notes-002',
    // Under which device it was written: when two devices that became one are two again, each has its own.
    statements: ["ALTER TABLE device_note ADD COLUMN made_of TEXT NOT NULL DEFAULT ''", 'UPDATE device_note SET made_of = device'],
  },
];
