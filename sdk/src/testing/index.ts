/** Simulated devices and all else that tests of a plugin need. */
export * from './ami/index.ts';
export * from './clock/index.ts';
export * from './files/index.ts';
export * from './http/index.ts';
export * from './machine/index.ts';
export * from './recordings/index.ts';
export * from './simulators/index.ts';
export * from './snmp/index.ts';
export * from './ssh/index.ts';
export * from './tcp/index.ts';
