import type { Migration } from '../store/index.ts';

export const viewsMigrations: readonly Migration[] = [
  { id: 'views-001', statements: ['CREATE TABLE saved_view (person TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, PRIMARY KEY (person, name)) STRICT, WITHOUT ROWID'] },
];
