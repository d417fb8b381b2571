import type { Migration } from '../store/index.ts';

export const notesMigrations: readonly Migration[] = [
  {
    id: 'notes-001',
    statements: [
      'CREATE TABLE device_note (id TEXT PRIMARY KEY, device TEXT NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL, made_at TEXT NOT NULL, edited_by TEXT, edited_at TEXT) STRICT',
      'CREATE INDEX device_note_device ON device_note (device)',
    ],
  },
];
