import { Button, Group, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Empty, Problem, useConfirm, When, Wide } from '../parts/index.ts';
import { again, FreshProblems } from '../session/index.ts';
import { RoleFields, type RoleAt } from './role-fields.tsx';
import { ShownOnce } from './shown-once.tsx';

/** What programs log in with. */
export function Tokens() {
  const tokens = useOperation('tokens', {});
  const revoke = useAct('revokeToken');
  const { ask, asked } = useConfirm();
  const [made, setMade] = useState<Schemas['NewToken'] | null>(null);
  const [title, setTitle] = useState('');
  const [expires, setExpires] = useState('30d');
  const [roleAt, setRoleAt] = useState<RoleAt>({ role: 'viewer', at: 'organization' });
  const create = useAct('createToken', { done: (token) => { setMade(token); setTitle(''); } });
  const make = (): void => create.mutate({ title, expires, ...roleAt });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    make();
  };
  return (
    <Stack>
      {made === null ? null : <ShownOnce title={`The token “${made.title}”, shown this once`} text={made.token} hint="Put it where the program reads it. It is sent as Authorization: Bearer …" />}
      <Answer of={tokens}>{(all) => (all.length === 0 ? <Empty title="No token yet">A token lets a program ask the API what you could ask, and no more.</Empty> : (
        <Wide minWidth={560}>
          <Table aria-label="Tokens">
            <Table.Thead><Table.Tr><Table.Th>For</Table.Th><Table.Th>Role</Table.Th><Table.Th>Made by</Table.Th><Table.Th>Used</Table.Th><Table.Th>Ends</Table.Th><Table.Th>Revoke</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{all.map(({ id, title: of, role, at, madeBy, usedAt, expiresAt }) => (
              <Table.Tr key={id}><Table.Td>{of}</Table.Td><Table.Td>{role} at {at}</Table.Td><Table.Td>{madeBy}</Table.Td><Table.Td><When at={usedAt} /></Table.Td><Table.Td><When at={expiresAt} /></Table.Td><Table.Td><Button size="xs" variant="default" aria-label={`Revoke ${of}`} onClick={() => ask({ title: `Revoke the token “${of}”?`, tells: 'What logs in with it is refused from then on, and nobody can bring it back: a new one would have to be made.', act: 'Revoke it', run: () => revoke.mutate({ token: id }) })}>Revoke</Button></Table.Td></Table.Tr>
            ))}</Table.Tbody>
          </Table>
        </Wide>
      ))}</Answer>
      {asked}
      {revoke.error === null ? null : <Problem error={revoke.error} />}
      <Paper withBorder p="md">
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Title order={2}>Make a token</Title>
            <TextInput label="For" description="Which program it is for." required value={title} onChange={({ currentTarget }) => setTitle(currentTarget.value)} />
            <RoleFields value={roleAt} change={setRoleAt} />
            <TextInput label="Ends after" description="Such as 30d" required value={expires} onChange={({ currentTarget }) => setExpires(currentTarget.value)} />
            <FreshProblems of={[again(create)]} />
            <Group><Button type="submit" loading={create.isPending}>Make it</Button></Group>
            <Text size="xs" c="dimmed">It may do no more than you may.</Text>
          </Stack>
        </form>
      </Paper>
    </Stack>
  );
}
