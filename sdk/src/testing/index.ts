/** Simulated devices and all else that tests of a plugin need. */
export * from './snmp/index.ts';
