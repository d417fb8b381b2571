import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem, type Answered, type Operations } from '../../client/index.ts';
import { useApi } from './context.ts';
import { sendingFetch, type Sent } from './sending-fetch.ts';

export type { Sent } from './sending-fetch.ts';

type Upload = 'offerPackage';

export interface Uploading<Name extends Upload> {
  readonly act: UseMutationResult<Answered<Operations[Name]['answer']>, Error, Operations[Name]['input']>;
  /** How much is sent; null before. */
  readonly sent: Sent | null;
  readonly giveUp: () => void;
}

/** Sends a file by the API, and tells how much of it is there. */
export function useUpload<Name extends Upload>(name: Name, done: (answer: Operations[Name]['answer']) => void): Uploading<Name> {
  const api = useApi();
  const queries = useQueryClient();
  const [sent, setSent] = useState<Sent | null>(null);
  const ending = useRef<AbortController>(null);
  const act = useMutation({
    mutationFn: async (input: Operations[Name]['input']) => {
      ending.current = new AbortController();
      setSent(null);
      return api.call(name, input, { fetch: sendingFetch(setSent), signal: ending.current.signal });
    },
    onSuccess: ({ answer }) => done(answer),
    onSettled: (_done, error) => void queries.invalidateQueries(error instanceof ApiProblem && error.problem.status === 401 ? { queryKey: ['session'] } : {}),
  });
  return { act, sent, giveUp: () => ending.current?.abort() };
}
