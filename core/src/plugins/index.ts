export * from './catalogue/index.ts';
export * from './configured-plugins.ts';
export { grantsWriting, missingPermission, type NamedRequest } from './grants/index.ts';
export { resolveRequest } from './broker/index.ts';
export * from './installed-plugin.ts';
export * from './plugin-host.ts';
export * from './sandboxed-plugin-host.ts';
export * from './schema-validation.ts';
export * from './process/index.ts';
