export * from './configuration.ts';
export { createConfigurationService, type ConfigurationServiceOptions } from './configuration-service.ts';
export {
  authProtocols, knownSecrets, openCredentials, OpenVault, plainCredentials, privacyProtocols, providerSecret, vaultList, vaultRemove, vaultSet,
  type Credential, type Credentials, type KnownSecrets, type VaultPlaces,
} from './credentials/index.ts';
export { ConfigurationRefused, deviceNotNamed } from './errors.ts';
export { NetworkTable, parseNetwork } from './networks.ts';
export { requireStep } from './known-keys.ts';
export { writeExampleConfiguration, type ConfigurationAnswers } from './example-configuration.ts';
export { loadConfiguration, type LoadOptions } from './load-configuration.ts';
export type { SettingSchemas } from './setting-defaults.ts';
export {
  alteredConfiguration, placeOfSetting, settingChanges, settingEntries, type SettingChange, type SettingEdit, type SettingEntry,
} from './setting-entries.ts';
export { complaintErrors, complaints, memberSchema, schemaKeys, valueIn, type Complaint } from './complaints.ts';
export { didYouMean } from '@jackfield/sdk/manifest';
export { pluginLockFile, pluginLockSchema, type LockedPlugin, type LockedRelease, type PluginLock } from './plugin-lock.ts';
export { minimumReleaseAgeMs, namesPackage, trustFile, trustSchema, type Trust } from './trust.ts';
export { SourceFile } from './source-file.ts';
