import type { QueryClient } from '@tanstack/react-query';
import { ApiClient } from '../../client/index.ts';
import { ApiProblem, type Schemas } from '../api/index.ts';

interface Kept {
  readonly answer: Schemas['Session'];
  readonly etag: string;
}

const key = ['session', {}] as const;

export const sessionOf = (queries: QueryClient): Schemas['Session'] | undefined => queries.getQueryData<Kept>(key)?.answer;

/** Another session of the same person counts from now on. */
export const csrfIs = (queries: QueryClient, csrf: string): unknown => queries.setQueryData<Kept>(key, (before) => (before === undefined ? before : { ...before, answer: { ...before.answer, csrf } }));

export const isOver = (error: unknown): error is ApiProblem => error instanceof ApiProblem && error.problem.status === 401;

/** What was answered when a session was over, until there is another. */
const over = new WeakMap<QueryClient, ApiProblem>();

export function sessionIsOver(queries: QueryClient, answered: ApiProblem | null): void {
  if (answered === null) over.delete(queries);
  else over.set(queries, answered);
}

/** The API in the session as it is when something is asked: what began before a new login is sent in the new session. */
export const apiOf = (queries: QueryClient): ApiClient => new ApiClient({
  host: '',
  // Each answer of 401 counts as a guess: while the session is known to be over the host is not asked, so that a login is not made to wait.
  fetch: async (url, init) => {
    const known = over.get(queries);
    // A login is told to the query of the session at once, and here a little later.
    return known !== undefined && queries.getQueryState(key)?.error !== null ? Response.json(known.problem, { status: 401 }) : fetch(url, init);
  },
  headers: { get 'x-jackfield-csrf'() { return sessionOf(queries)?.csrf ?? ''; } },
});
