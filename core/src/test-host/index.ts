/** A host for the tests of a plugin: `createTestHost`. */
export * from './create-test-host.ts';
export type { RunningTestDevice, TestDevice } from './test-device.ts';
