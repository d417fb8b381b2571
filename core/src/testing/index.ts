export * from './fake-services.ts';
