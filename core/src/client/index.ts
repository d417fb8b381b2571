export { ApiClient, type Answered, type CallOptions, type ClientOptions } from './client.ts';
export type { Operations } from './operations.ts';
export { ApiProblem } from './problem.ts';
export type { Schemas } from './schemas.ts';
