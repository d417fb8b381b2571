export { createRecoveryService, type RecoveryDependencies } from './recovery.ts';
export * from './recovery-service.ts';
export { recoveryMigrations } from './migrations.ts';
