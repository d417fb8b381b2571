import { Center, Loader } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { ApiClient } from '../../client/index.ts';
import { ApiContext, ApiProblem, LiveEvents, useOperation } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import { LogIn } from './log-in.tsx';
import { SessionContext } from './session-context.ts';
import { SetUp } from './set-up.tsx';

/** What is inside is for whoever is logged in; others are asked who they are. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [location, go] = useLocation();
  if (location === '/set-up') return <SetUp done={() => { void queries.resetQueries(); go('/', { replace: true }); }} />;
  return <LoggedIn>{children}</LoggedIn>;
}

function LoggedIn({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const session = useOperation('session', {});
  const csrf = session.data?.answer.csrf ?? '';
  const api = useMemo(() => new ApiClient({ host: '', headers: { 'x-jackfield-csrf': csrf } }), [csrf]);
  if (session.error instanceof ApiProblem && session.error.problem.status === 401) return <LogIn done={() => void queries.resetQueries()} />;
  if (session.error !== null) return <Center mih="100vh" p="md"><Problem error={session.error} /></Center>;
  if (session.data === undefined) return <Center mih="100vh"><Loader aria-label="Connecting to the host" /></Center>;
  return (
    <SessionContext value={session.data.answer}>
      <ApiContext value={api}><LiveEvents>{children}</LiveEvents></ApiContext>
    </SessionContext>
  );
}
