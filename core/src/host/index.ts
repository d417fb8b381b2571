export { settingSchemas } from './container.ts';
export * from './start-host.ts';
