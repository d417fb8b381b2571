export * from './operation-broker.ts';
export * from './plugin-request.ts';
