export * from './jackfield-error.ts';
export { SeveralProblems } from './several-problems.ts';
export { issueText, issuesText } from './issue-text.ts';
export { outcomeHint, outcomeMeanings } from './outcome-meanings.ts';
