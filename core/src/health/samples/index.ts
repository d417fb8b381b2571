export { Samples, type NewestPoll, type Sample } from './samples.ts';
