export * from './bisect/index.ts';
export * from './crashes/index.ts';
export { nobodyGuilty } from './errors.ts';
export * from './plugin-rates.ts';
