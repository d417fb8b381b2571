export { rolloutMigrations } from './migrations.ts';
export * from './rollout-service.ts';
export { createRollouts, type RolloutNeeds } from './rollouts.ts';
