export * from './discovery-service.ts';
export { matches } from './match.ts';
export { createDiscoveryService, type DiscoveryDependencies } from './running-discovery.ts';
