export { trapMigrations } from './migrations.ts';
export * from './trap-service.ts';
export { createTrapService, type TrapDependencies } from './received-traps.ts';
