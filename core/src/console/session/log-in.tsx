import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import { OtherWays } from './other-ways.tsx';

/** Asks who one is. */
export function LogIn({ done }: { readonly done: () => void }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const logIn = useAct('logIn', { done });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    logIn.mutate({ name, password });
  };
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder p="xl" w="100%" maw={380}>
        <form onSubmit={submit}>
          <Stack>
            <Title order={1}>Jackfield</Title>
            <TextInput label="Name" autoComplete="username" required value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
            <PasswordInput label="Password" autoComplete="current-password" required value={password} onChange={({ currentTarget }) => setPassword(currentTarget.value)} />
            {logIn.error === null ? null : <Problem error={logIn.error} />}
            <Button type="submit" loading={logIn.isPending}>Log in</Button>
            <OtherWays done={done} />
            <Text size="sm" c="dimmed">No account yet, or the password is lost? An administrator makes a set-up link: <code>jackfield people invite NAME</code></Text>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
