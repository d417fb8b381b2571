import type { Schemas } from './schemas.ts';

/** An error that the host answered with: its code never changes its meaning. */
export class ApiProblem extends Error {
  readonly problem: Schemas['Problem'];

  constructor(problem: Schemas['Problem']) {
    super(problem.detail);
    this.name = `ApiProblem ${problem.code}`;
    this.problem = problem;
  }
}
