export { createHistoryService, type HistoryDependencies } from './history.ts';
export * from './history-service.ts';
export { identityOf } from './instances.ts';
export { managedPlugins } from './managed-plugins.ts';
export { historyMigrations } from './migrations.ts';
export { volatileNames, withoutVolatile } from './normalised.ts';
export { historySettingsSchema } from './settings.ts';
