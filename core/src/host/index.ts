export * from './start-host.ts';
