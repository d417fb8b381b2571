export * from './fake-services.ts';
export * from './memory-store.ts';
