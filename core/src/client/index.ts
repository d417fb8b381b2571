export { ApiClient, type Answered, type CallOptions, type ClientOptions } from './client.ts';
export type { Operations, Schemas } from './operations.ts';
export { ApiProblem } from './problem.ts';
