export { createDriftService, type DriftDependencies } from './drift.ts';
export * from './drift-service.ts';
export { driftMigrations } from './migrations.ts';
export { driftSettingsSchema } from './settings.ts';
