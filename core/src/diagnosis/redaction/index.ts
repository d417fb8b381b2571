export type { NamedText } from './configuration-files.ts';
export { secretsIn, withoutSecrets } from './configuration-text.ts';
export * from './exchange-redaction.ts';
export { hostSecrets, loadedOrNull, secretSettings, type HostSecrets } from './host-secrets.ts';
export * from './redactor.ts';
