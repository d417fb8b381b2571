export * from './migration.ts';
export * from './open-store.ts';
export * from './store.ts';
