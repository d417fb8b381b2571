import { keepPreviousData, QueryClient, useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiProblem, type ApiClient, type Answered, type CallOptions, type Operations } from '../../client/index.ts';
import { useApi } from './context.ts';

export type Operation = keyof Operations;

/** What was refused is refused again; what did not answer is asked twice more. */
const again = (count: number, error: Error): boolean => !(error instanceof ApiProblem) && count < 2;

/** What was asked is shown at once when it is asked again, and looked at anew. */
export const createQueries = (): QueryClient =>
  new QueryClient({ defaultOptions: { queries: { retry: again, staleTime: 5_000, refetchOnWindowFocus: true }, mutations: { retry: false } } });

export interface OperationOptions {
  readonly enabled?: boolean;
  /** Asked again after so many milliseconds, for what no event tells. */
  readonly everyMs?: number;
}

/** What an operation of the API answers; asked again when an event says that it may be another by now. */
export function useOperation<Name extends Operation>(name: Name, input: Operations[Name]['input'], { enabled = true, everyMs }: OperationOptions = {}): UseQueryResult<Answered<Operations[Name]['answer']>> {
  const api = useApi();
  return useQuery({
    queryKey: [name, input], queryFn: async ({ signal }) => api.call(name, input, { signal }), enabled, placeholderData: keepPreviousData,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  });
}

/** What an operation answers to each of several inputs. */
export function useOperations<Name extends Operation>(name: Name, inputs: readonly Operations[Name]['input'][], { enabled = true }: OperationOptions = {}): readonly UseQueryResult<Answered<Operations[Name]['answer']>>[] {
  const api = useApi();
  return useQueries({ queries: inputs.map((input) => ({ queryKey: [name, input], queryFn: async ({ signal }: { readonly signal: AbortSignal }) => api.call(name, input, { signal }), enabled })) });
}

/** Where a page of a list begins; the first one has none. */
export interface Cursor {
  readonly cursor?: string;
}

export interface Pages<Entry> {
  readonly entries: readonly Entry[];
  /** There are no more. */
  readonly complete: boolean;
  readonly error: Error | null;
  /** Asks for the page behind those that are there. */
  readonly more: () => void;
}

/** Pages of a list, one behind the other: `usePages('sites', {}, async (api, page, options) => api.call('sites', page, options))`. */
export function usePages<Entry>(name: Operation, filters: object, ask: (api: ApiClient, page: Cursor, options: CallOptions) => Promise<Answered<{ readonly items: readonly Entry[]; readonly next: string | null }>>): Pages<Entry> {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: [name, 'pages', filters], initialPageParam: '',
    queryFn: async ({ signal, pageParam }) => (await ask(api, pageParam === '' ? {} : { cursor: pageParam }, { signal })).answer,
    getNextPageParam: ({ next }) => next ?? undefined, placeholderData: keepPreviousData,
  });
  const entries = useMemo(() => (query.data?.pages ?? []).flatMap(({ items }) => items), [query.data]);
  return {
    entries, complete: query.isSuccess && !query.hasNextPage, error: query.error,
    more: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
  };
}

/** Does something by the API; what is shown is looked at anew afterwards. */
export function useAct<Name extends Operation>(name: Name, options: { readonly done?: (answer: Operations[Name]['answer']) => void } = {}): UseMutationResult<Answered<Operations[Name]['answer']>, Error, Operations[Name]['input'] & { readonly ifMatch?: string }> {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ ifMatch, ...input }) => api.call(name, input, ifMatch === undefined ? {} : { ifMatch }),
    onSuccess: ({ answer }) => options.done?.(answer),
    // It is done when the host says so: nobody waits for all that is looked at anew.
    onSettled: (_done, error) => {
      const status = error instanceof ApiProblem ? error.problem.status : 0;
      // Nothing was done: who asks too often is not made to ask more, and without a session only that is looked at.
      if (status !== 429) void queries.invalidateQueries(status === 401 ? { queryKey: ['session'] } : {});
    },
  });
}
