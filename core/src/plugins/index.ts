export * from './catalogue/index.ts';
export * from './configured-plugins.ts';
export * from './installed-plugin.ts';
export * from './plugin-host.ts';
export * from './sandboxed-plugin-host.ts';
export * from './schema-validation.ts';
export * from './process/index.ts';
