export { Samples, type NewestPoll, type Sample } from './samples.ts';
export type { Measured } from './series.ts';
