export * from './discovery-service.ts';
