export * from './jackfield-error.ts';
