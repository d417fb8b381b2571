export * from './installed-plugin.ts';
export * from './plugin-host.ts';
