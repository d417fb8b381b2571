export * from './jackfield-error.ts';
export { outcomeHint, outcomeMeanings } from './outcome-meanings.ts';
