import type { Migration } from '../store/index.ts';

/** What was recorded of devices and is kept by the host. `told` is all but the text, as JSON. */
export const recordingMigrations: readonly Migration[] = [
  {
    id: 'recordings-001',
    statements: [
      'CREATE TABLE kept_recording (id TEXT PRIMARY KEY, device TEXT NOT NULL, made_at TEXT NOT NULL, told TEXT NOT NULL, text TEXT NOT NULL) STRICT',
      'CREATE INDEX kept_recording_device ON kept_recording (device, made_at)',
    ],
  },
  {
    id: 'recordings-002',
    // Under which device it was made, as with notes.
    statements: ["ALTER TABLE kept_recording ADD COLUMN made_of TEXT NOT NULL DEFAULT ''", 'UPDATE kept_recording SET made_of = device'],
  },
];
