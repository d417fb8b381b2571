import { Button, Group, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ApiProblem, useAct, useApi, useOperation } from '../api/index.ts';
import { Answer, useConfirm, When } from '../parts/index.ts';
import { again, FreshProblems, hasPasskeys, makePasskey, PasskeyProblem } from '../session/index.ts';

/** Passkeys of the person; this device makes another. */
export function Passkeys() {
  const api = useApi();
  const queries = useQueryClient();
  const ways = useOperation('loginWays', {}).data?.answer;
  const passkeys = useOperation('passkeys', {});
  const [title, setTitle] = useState('');
  const remove = useAct('removePasskey');
  const { ask, asked } = useConfirm();
  const add = useMutation({
    mutationFn: async () => {
      const { answer } = await api.call('beginPasskey', {});
      return api.call('addPasskey', { title, credential: await makePasskey(answer) });
    },
    onSuccess: () => setTitle(''), onSettled: async () => queries.invalidateQueries(),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Paper withBorder p="md" component="section" aria-label="Passkeys">
      <Stack gap="sm">
        <Title order={2}>Passkeys</Title>
        <Answer of={passkeys}>{(all) => (all.length === 0 ? <Text size="sm" c="dimmed">None yet. A passkey is kept by this device or a key of yours; nobody can guess it, and no other site can ask for it.</Text> : (
          <Table aria-label="Passkeys"><Table.Tbody>{all.map(({ id, title: of, synced, usedAt }) => (
            <Table.Tr key={id}><Table.Td>{of}{synced ? <Text size="xs" c="dimmed">on several devices</Text> : null}</Table.Td><Table.Td>used <When at={usedAt} /></Table.Td><Table.Td><Button size="xs" variant="default" aria-label={`Remove the passkey ${of}`} onClick={() => ask({ title: `Remove the passkey “${of}”?`, tells: 'You can no longer log in with it. The device still holds it, but this host does not know it any more.', act: 'Remove it', run: () => remove.mutate({ passkey: id }) })}>Remove</Button></Table.Td></Table.Tr>
          ))}</Table.Tbody></Table>
        ))}</Answer>
        {ways?.passkey === true && hasPasskeys() ? (
          <form onSubmit={submit}><Group align="end"><TextInput label="Name of a new one" placeholder="laptop" required value={title} onChange={({ currentTarget }) => setTitle(currentTarget.value)} /><Button type="submit" loading={add.isPending}>Make a passkey</Button></Group></form>
        ) : <Text size="sm" c="dimmed">Passkeys take a browser that has them and a host with a name: <code>publicUrl</code> of jackfield.yaml.</Text>}
        {add.error === null || add.error instanceof ApiProblem ? null : <PasskeyProblem error={add.error} />}
        {asked}
        <FreshProblems of={[again(remove), { error: add.error instanceof ApiProblem ? add.error : null, retry: () => add.mutate() }]} />
      </Stack>
    </Paper>
  );
}
