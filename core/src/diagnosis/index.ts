export * from './crashes/index.ts';
export * from './plugin-rates.ts';
