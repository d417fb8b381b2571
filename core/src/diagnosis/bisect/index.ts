export { bisectDevice, type BisectOptions, type BisectProgress, type BisectResult, type DeviceBisectOptions } from './bisect-device.ts';
export { bisectSchedule, type ScheduleBisectOptions } from './bisect-schedule.ts';
export { goodConfiguration } from './good-configuration.ts';
export type { Suspect } from './suspect.ts';
