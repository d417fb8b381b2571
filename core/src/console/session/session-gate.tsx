import { Center, Loader } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { ApiContext, LiveEvents, useOperation } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import { Drafts } from './drafts.tsx';
import { LogIn, LogInAgain } from './log-in.tsx';
import { SessionContext } from './session-context.ts';
import { apiOf, isOver, sessionIsOver } from './session-query.ts';
import { SetUp } from './set-up.tsx';
import { Zones } from './zones.tsx';

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
  const [api] = useState(() => apiOf(queries));
  const person = session.data?.answer.person;
  const [shownTo, setShownTo] = useState(person);
  const isAnother = person !== undefined && person !== shownTo;
  useEffect(() => {
    if (!isAnother) return;
    // In another tab somebody else may have logged in: what was asked for the one before is not theirs, nor is what is on its way.
    const others = { predicate: ({ queryKey: [name] }: { readonly queryKey: readonly unknown[] }) => name !== 'session' };
    const forget = async (): Promise<void> => {
      await queries.cancelQueries(others);
      queries.removeQueries(others);
      setShownTo(person);
    };
    void forget();
  }, [queries, person, isAnother]);
  // Over until a session is told of: an answer of a proxy, or that one asks too often, says nothing of it, and what is typed stays.
  const [wasOut, setWasOut] = useState(false);
  const isOut = isOver(session.error) || (wasOut && !session.isSuccess);
  if (isOut !== wasOut) setWasOut(isOut);
  useEffect(() => {
    if (isOver(session.error)) sessionIsOver(queries, session.error);
    else if (!isOut) sessionIsOver(queries, null);
  }, [queries, session.error, isOut]);
  if (session.data === undefined) {
    if (isOut) return <LogIn />;
    return <Center mih="100vh" p="md">{session.error === null ? <Loader aria-label="Connecting to the host" /> : <Problem error={session.error} />}</Center>;
  }
  if (isAnother) return <Center mih="100vh"><Loader aria-label="Connecting to the host" /></Center>;
  return (
    <SessionContext value={session.data.answer}>
      <ApiContext value={api}><LiveEvents session={isOut ? null : session.data.answer.csrf}><Drafts><Zones key={session.data.answer.person} person={session.data.answer.person}>{children}</Zones></Drafts></LiveEvents></ApiContext>
      {isOut ? <LogInAgain person={session.data.answer.person} /> : null}
    </SessionContext>
  );
}
