export * from './bisect/index.ts';
export * from './bundle/index.ts';
export * from './crashes/index.ts';
export { bundleNotWritten, nobodyGuilty } from './errors.ts';
export * from './plugin-rates.ts';
