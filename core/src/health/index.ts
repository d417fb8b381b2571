export * from './clock.ts';
export { unknownDevice } from './errors.ts';
export { createHealthService, type HealthDependencies } from './health.ts';
export * from './health-service.ts';
export * from './migrations.ts';
export { durationSchema, healthSettingsSchema, type HealthSettings } from './settings.ts';
