export { Documents, etagOf, type Served } from './documents.ts';
export * from './http-faults.ts';
export * from './http-model.ts';
export * from './http-simulator.ts';
