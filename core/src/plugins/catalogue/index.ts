export * from './plugin-catalogue.ts';
export * from './read-plugin.ts';
