import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Operations } from '../api/index.ts';
import { csrfIs, sessionOf } from './session-query.ts';

type Opened = Operations['logIn']['answer'];

/** What is to be done when somebody has logged in: the same person goes on where they were, another one begins anew. */
export function useOpened(goOn: () => void): (opened: Opened) => void {
  const queries = useQueryClient();
  return useCallback(({ person, csrf }) => {
    if (sessionOf(queries)?.person !== person) {
      void queries.resetQueries();
      return;
    }
    csrfIs(queries, csrf);
    void queries.invalidateQueries();
    goOn();
  }, [queries, goOn]);
}
