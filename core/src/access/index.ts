export * from './audit.ts';
export * from './migrations.ts';
export * from './stored-audit.ts';
