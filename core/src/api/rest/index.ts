export { registerRest } from './rest.ts';
