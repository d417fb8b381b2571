/** The recordings that the host keeps of its devices. Apart from how they are made: that brings the test kit along. */
export { linesUnconfirmed } from './errors.ts';
export * from './kept-recordings.ts';
export { recordingMigrations } from './migrations.ts';
