export * from './record-device.ts';
export { parseRead } from './resource-keys.ts';
