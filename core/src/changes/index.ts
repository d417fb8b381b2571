export * from './change-service.ts';
export { sameData } from './canonical.ts';
export { createChangeService } from './changes.ts';
export type { ChangeDependencies } from './dependencies.ts';
export { differences } from './differences.ts';
export { ChangeRefused } from './errors.ts';
export { changesMigrations } from './migrations.ts';
export { Redaction } from './redaction.ts';
export { checkSpec, secretNames } from './spec-schema.ts';
