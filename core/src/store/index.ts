export { anyOf } from './any-of.ts';
export { stateUnusable, storeFull, storeThreadLost } from './errors.ts';
export * from './migration.ts';
export * from './open-store.ts';
export * from './state-folder.ts';
export * from './store.ts';
export { writeOrKeep } from './write-or-keep.ts';
