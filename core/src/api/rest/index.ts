export { addressOf, isEncrypted, isLoopback } from './address-of.ts';
export { problemAnswer } from './answers/host-answers.ts';
export { fileType } from './openapi.ts';
export { problemOf } from './problem.ts';
export { namesIn } from './request-input.ts';
export { registerRest } from './rest.ts';
export type { Route } from './route.ts';
export { routes } from './routes/index.ts';
