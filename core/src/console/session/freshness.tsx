import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { ApiProblem, useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import { OtherWays } from './other-ways.tsx';
import { usePerson } from './session-context.ts';
import { useOpened } from './use-opened.ts';

/** What was refused; when only because the login is too long ago, asks for it once more. */
export function FreshProblem({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const [closed, setClosed] = useState(false);
  const isOld = error instanceof ApiProblem && error.problem.code === 'JF8422';
  return isOld && !closed ? <Again retry={retry} close={() => setClosed(true)} /> : <Problem error={error} />;
}

interface AgainProps {
  readonly retry: () => void;
  readonly close: () => void;
}

function Again({ retry, close }: AgainProps) {
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
