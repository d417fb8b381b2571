export { sweptAddresses } from './address-range.ts';
export * from './discovery-service.ts';
export { takeFingerprint, wantedParts } from './fingerprinting.ts';
export { matches } from './match.ts';
export { createDiscoveryService, type DiscoveryDependencies } from './running-discovery.ts';
