export * from './clock.ts';
export { unknownDevice, unknownIncident } from './errors.ts';
export { createHealthService, type HealthDependencies } from './health.ts';
export * from './health-service.ts';
export * from './migrations.ts';
export { RunQueue } from './run-queue.ts';
export { durationSchema, everySchema, healthSettingsSchema, type HealthSettings } from './settings.ts';
export { nextTurn } from './spread.ts';
export { Timetable } from './timetable.ts';
