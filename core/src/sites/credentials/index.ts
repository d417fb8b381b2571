export * from './credential.ts';
export { openCredentials, plainCredentials } from './open-credentials.ts';
export { vaultList, vaultRemove, vaultSet, type VaultPlaces } from './vault.ts';
