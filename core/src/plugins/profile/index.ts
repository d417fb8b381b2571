export * from './cpu-profile.ts';
export * from './source-names.ts';
export { sourcePlace } from './source-place.ts';
