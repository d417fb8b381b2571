export * from './configuration.ts';
export { createConfigurationService, type ConfigurationServiceOptions } from './configuration-service.ts';
export {
  authProtocols, credentialFields, credentialKinds, credentialsFile, credentialUses, keptSecret, knownSecrets, openCredentials, OpenVault, plainCredentials, privacyProtocols, providerSecret, readCredentialEntries, unmaskedCredentials, vaultList, vaultRemove, vaultSet,
  type Credential, type CredentialField, type Credentials, type CredentialUse, type DeclaredCredential, type KindField, type KnownSecrets, type VaultPlaces,
} from './credentials/index.ts';
export { configurationFile, configurationFiles, etagOf, fileKinds, readConfigurationFile, textOf, type ConfigurationFile, type FileKind, type ReadConfigurationFile } from './configuration-files.ts';
export { editKeys, fileOf, saidAt, type EditLayer, type KeyEdit, type KeyEdited } from './edit-keys.ts';
export { ConfigurationRefused, credentialFieldUnfit, credentialUsed, deviceNotNamed, etagMissing, fileNotEditable } from './errors.ts';
export { FileConflict, newFile, type FileWrite, type FileWritten } from './file-write.ts';
export { configurationJsonSchemas } from './json-schemas.ts';
export { replaceFile } from './replace-file.ts';
export { setInYaml, unsetInYaml } from './yaml-edit.ts';
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
