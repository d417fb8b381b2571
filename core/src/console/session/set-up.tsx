import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useEffect, useState, type SubmitEvent } from 'react';
import { useAct } from '../api/index.ts';
import { Problem } from '../parts/index.ts';

/** What the link says stands behind the `#`, which is sent to no server. */
const given = new URLSearchParams(window.location.hash.slice(1));

/** Opened by a set-up link, by people and before there is any: they choose a password. */
export function SetUp({ done }: { readonly done: () => void }) {
  const [name, setName] = useState(given.get('name') ?? '');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const setUp = useAct('setUp', { done });
  const differ = again !== '' && password !== again;
  useEffect(() => {
    document.title = 'Choose a password · Jackfield';
    // The secret is not to stand in the address, and in what the browser remembers of it.
    window.history.replaceState(null, '', window.location.pathname);
  }, []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (password === again) setUp.mutate({ secret: given.get('secret') ?? '', name, password });
  };
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder p="xl" w="100%" maw={400}>
        <form onSubmit={submit}>
          <Stack>
            <Title order={1}>Choose a password</Title>
            <TextInput label="Name" autoComplete="username" required maxLength={64} readOnly={given.has('name')} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
            <PasswordInput label="Password, at least 12 characters" autoComplete="new-password" required minLength={12} value={password} onChange={({ currentTarget }) => setPassword(currentTarget.value)} />
            <PasswordInput label="Once more" autoComplete="new-password" required value={again} error={differ ? 'The passwords differ.' : null} onChange={({ currentTarget }) => setAgain(currentTarget.value)} />
            {setUp.error === null ? null : <Problem error={setUp.error} />}
            <Button type="submit" loading={setUp.isPending}>Choose</Button>
            <Text size="sm" c="dimmed">A few words that only you would put together are better than signs. Passkeys are made afterwards, under Settings, My account.</Text>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
