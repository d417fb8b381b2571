import { Button, Center, Modal, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import { OtherWays } from './other-ways.tsx';
import { useOpened } from './use-opened.ts';

const nothing = (): void => {};

/** Asks who one is, before there is anything to show. */
export function LogIn() {
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder p="xl" w="100%" maw={380}>
        <Stack>
          <Title order={1}>Jackfield</Title>
          <LogInForm />
          <Text size="sm" c="dimmed">No account yet, or the password is lost? An administrator makes a set-up link: <code>jackfield people invite NAME</code></Text>
        </Stack>
      </Paper>
    </Center>
  );
}

/** Asks once more over the page that one was at, when the session is over. */
export function LogInAgain({ person }: { readonly person: string }) {
  return (
    <Modal opened onClose={nothing} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} zIndex={1_000} title="Your session is over">
      <Stack>
        <Text size="sm">Log in, and go on where you were: nothing that you typed is lost. Another person begins anew.</Text>
        <LogInForm person={person} />
      </Stack>
    </Modal>
  );
}

function LogInForm({ person = '' }: { readonly person?: string }) {
  const [name, setName] = useState(person);
  const [password, setPassword] = useState('');
  const opened = useOpened(nothing);
  const logIn = useAct('logIn', { done: opened });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    logIn.mutate({ name, password });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label="Name" autoComplete="username" required value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
        <PasswordInput label="Password" autoComplete="current-password" required {...(person === '' ? {} : { 'data-autofocus': true })} value={password} onChange={({ currentTarget }) => setPassword(currentTarget.value)} />
        {logIn.error === null ? null : <Problem error={logIn.error} />}
        <Button type="submit" loading={logIn.isPending}>Log in</Button>
        <OtherWays done={opened} />
      </Stack>
    </form>
  );
}
