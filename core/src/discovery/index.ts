export { sweptAddresses } from './address-range.ts';
export * from './discovery-service.ts';
export { takeFingerprint, wantedBy } from './fingerprinting.ts';
export { matchingDiscoveries, unmatched } from './match.ts';
export { createDiscoveryService, type DiscoveryDependencies } from './running-discovery.ts';
