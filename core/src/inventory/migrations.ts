import type { Migration } from '../store/index.ts';

// Devices are kept as JSON: they are read whole at the start and looked up in memory.
export const inventoryMigrations: readonly Migration[] = [
  {
    id: 'inventory-001',
    statements: [
      'CREATE TABLE device (id TEXT PRIMARY KEY, site TEXT NOT NULL, data TEXT NOT NULL) STRICT',
      'CREATE TABLE merge_proposal (id TEXT PRIMARY KEY, first TEXT NOT NULL, second TEXT NOT NULL, because TEXT NOT NULL, proposed_at TEXT NOT NULL, decided TEXT) STRICT',
      'CREATE UNIQUE INDEX merge_proposal_pair ON merge_proposal (first, second)',
      'CREATE TABLE merge (sequence INTEGER PRIMARY KEY, kept TEXT NOT NULL, kept_before TEXT NOT NULL, merged TEXT NOT NULL, merged_before TEXT NOT NULL, at TEXT NOT NULL) STRICT',
    ],
  },
];
