export * from './create-transports.ts';
export { pingMissing } from './errors.ts';
export * from './local-transports.ts';
export * from './operations.ts';
export { timeoutOf } from './operation-timeout.ts';
export * from './settings.ts';
export * from './transports.ts';
export * from './target-settings.ts';
