export * from './credential.ts';
export { kindsFor } from './credential-kinds.ts';
export { credentialsFile, credentialsSchema, readCredentialEntries, type DeclaredCredentials } from './entries.ts';
export { openCredentials, plainCredentials, providerSecret } from './open-credentials.ts';
export { knownSecrets, type KnownSecrets } from './known-secrets.ts';
export { OpenVault } from './open-vault.ts';
export { vaultFile, vaultList, vaultRemove, vaultSet, type VaultPlaces } from './vault.ts';
