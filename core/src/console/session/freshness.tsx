import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { ApiProblem, useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import type { Again } from './again.ts';
import { OtherWays } from './other-ways.tsx';
import { usePerson } from './session-context.ts';
import { useOpened } from './use-opened.ts';

/** What was refused; when only because the login is too long ago, asks for it once more. */
function FreshProblem({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const [closed, setClosed] = useState(false);
  const isOld = error instanceof ApiProblem && error.problem.code === 'JF8422';
  return isOld && !closed ? <Asked retry={retry} close={() => setClosed(true)} /> : <Problem error={error} />;
}

/** The first of several acts that was refused, in the same way. */
export function FreshProblems({ of: acts }: { readonly of: readonly Again[] }) {
  const refused = acts.find(({ error }) => error !== null);
  return refused === undefined || refused.error === null ? null : <FreshProblem error={refused.error} retry={refused.retry} />;
}

interface AskedProps {
  readonly retry: () => void;
  readonly close: () => void;
}

function Asked({ retry, close }: AskedProps) {
  const name = usePerson();
  const [password, setPassword] = useState('');
  const opened = useOpened(retry);
  const logIn = useAct('logIn', { done: opened });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    // It may stand within a form, which is not sent by this.
    event.stopPropagation();
    logIn.mutate({ name, password });
  };
  return (
    <Modal opened onClose={close} title="Is it you?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">You logged in a while ago. Say once more that it is you, and what you asked for is done.</Text>
          <PasswordInput data-autofocus label="Your password" autoComplete="current-password" required value={password} onChange={({ currentTarget }) => setPassword(currentTarget.value)} />
          {logIn.error === null ? null : <Problem error={logIn.error} />}
          <Group><Button type="submit" loading={logIn.isPending}>It is me</Button></Group>
          <OtherWays done={opened} again />
        </Stack>
      </form>
    </Modal>
  );
}
