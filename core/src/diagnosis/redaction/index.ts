export * from './exchange-redaction.ts';
export * from './redactor.ts';
export { isSecretKey, redacted } from './secret-patterns.ts';
