export * from './cpu-profile.ts';
export * from './source-names.ts';
