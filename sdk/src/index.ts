/** All that a plugin author imports. The schemas stand in `@jackfield/sdk/manifest`, so that plugins do not carry zod. */
export * from './contract/index.ts';
export * from './transports/index.ts';
export type { Manifest, PluginPackage } from './contract/manifest.ts';
export type { Permissions } from './contract/permissions.ts';
