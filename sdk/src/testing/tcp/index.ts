export * from './line-device.ts';
export * from './line-model.ts';
export * from './line-simulator.ts';
export * from './tcp-faults.ts';
