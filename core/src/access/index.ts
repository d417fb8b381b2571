export * from './audit.ts';
export * from './migrations.ts';
export * from './person.ts';
export * from './stored-audit.ts';
