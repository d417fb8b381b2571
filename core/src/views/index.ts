export * from './saved-views.ts';
export { viewsMigrations } from './migrations.ts';
export { createSavedViews } from './stored-views.ts';
