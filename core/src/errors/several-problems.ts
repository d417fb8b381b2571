import { JackfieldError } from './jackfield-error.ts';

/** An error for all that was found wrong at once, such as in a configuration: each stands in it by itself too. */
export abstract class SeveralProblems extends JackfieldError {
  abstract readonly errors: readonly Error[];
}
