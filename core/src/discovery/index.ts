export { sweptAddresses } from './address-range.ts';
export * from './discovery-service.ts';
export { takeFingerprint, wantedBy } from './fingerprinting.ts';
export { matchingDiscoveries } from './match.ts';
export { createDiscoveryService, type DiscoveryDependencies } from './running-discovery.ts';
