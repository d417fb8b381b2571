/** A host for the tests of a plugin: `createTestHost`. */
export * from './create-test-host.ts';
export { deviceDescriptionSchema, type HttpOperation, type TestDevice } from './device-description.ts';
export type { RealDevice } from './real-device.ts';
export type { RunningTestDevice } from './test-device.ts';
