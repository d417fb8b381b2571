export * from './change-service.ts';
