export * from './exchange-redaction.ts';
export * from './redactor.ts';
export { redacted } from './secret-patterns.ts';
