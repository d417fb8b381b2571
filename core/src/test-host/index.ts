/** A host for the tests of a plugin: `createTestHost`. */
export * from './create-test-host.ts';
export { TestHost, trialMs } from './test-host.ts';
export type { TestHostOptions } from './test-host-options.ts';
export type { Intercept, TestOperation } from './test-operation.ts';
export type { TestPlan } from './test-plan.ts';
export type { DeviceFaults } from './device-faults.ts';
export { deviceDescriptionSchema, type HttpOperation, type TestDevice } from './device-description.ts';
export type { RealDevice } from './real-device.ts';
export type { RunningTestDevice } from './test-device.ts';
export type { ScheduledResult, TestHealthSettings, TestSchedule } from './test-schedule.ts';
export { loadAnew } from './tested-package.ts';
export type { TestWatch, WatchedEvent } from './test-watch.ts';
