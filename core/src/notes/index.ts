export * from './device-notes.ts';
export { noteVersionMissing } from './errors.ts';
export { createDeviceNotes } from './stored-notes.ts';
export { notesMigrations } from './migrations.ts';
