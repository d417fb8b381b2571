export * from './operation-gate.ts';
export * from './permission-check.ts';
