/** Tells secrets in texts, by their looks and by what is known, and puts placeholders in their place. */
export { findSecrets, replaceSecrets, secretKinds, type FoundSecret } from './find-secrets.ts';
export { KnownSecrets, type KnownSecret, type KnownSecretsOptions } from './known-secrets.ts';
export { isPlaceholder, Placeholders } from './placeholders.ts';
export { isSecretName, namedSecretKeys } from './setting-rules.ts';
