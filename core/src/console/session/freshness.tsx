import { Button, Group, Paper, PasswordInput, Stack, Text } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { ApiProblem, useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import { OtherWays } from './other-ways.tsx';
import { usePerson } from './session-context.ts';
import { useOpened } from './use-opened.ts';

/** What was refused; when only because the login is too long ago, asks for it once more. */
export function FreshProblem({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  return error instanceof ApiProblem && error.problem.code === 'JF8422' ? <Again retry={retry} /> : <Problem error={error} />;
}

function Again({ retry }: { readonly retry: () => void }) {
  const name = usePerson();
  const [password, setPassword] = useState('');
  const opened = useOpened(retry);
  const logIn = useAct('logIn', { done: opened });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    logIn.mutate({ name, password });
  };
  return (
    <Paper withBorder p="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">You logged in a while ago. Say once more that it is you, and do it again.</Text>
          <PasswordInput label="Your password" autoComplete="current-password" required value={password} onChange={({ currentTarget }) => setPassword(currentTarget.value)} />
          {logIn.error === null ? null : <Problem error={logIn.error} />}
          <Group><Button type="submit" loading={logIn.isPending}>It is me</Button></Group>
          <OtherWays done={opened} again />
        </Stack>
      </form>
    </Paper>
  );
}
