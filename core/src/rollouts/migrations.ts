import type { Migration } from '../store/index.ts';

/** Rollouts, each as a whole in JSON. */
export const rolloutMigrations: readonly Migration[] = [
  { id: 'rollouts-001', statements: ['CREATE TABLE rollout (id TEXT PRIMARY KEY, begun TEXT NOT NULL, data TEXT NOT NULL) STRICT, WITHOUT ROWID'] },
];
