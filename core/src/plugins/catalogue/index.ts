export * from './file-list.ts';
export * from './plugin-catalogue.ts';
export * from './plugin-store.ts';
export * from './read-plugin.ts';
export * from './reloading-catalogue.ts';
