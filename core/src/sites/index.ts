export * from './configuration.ts';
export * from './credentials/index.ts';
