import { Button, Group, Modal, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useMemo, useState, type SubmitEvent } from 'react';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, useConfirm } from '../parts/index.ts';
import { again, FreshProblems } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { RoleFields, type RoleAt } from './role-fields.tsx';
import { ShownOnce } from './shown-once.tsx';

const linkOf = ({ name, secret }: Schemas['Invitation']): string => `${window.location.origin}/set-up#${new URLSearchParams({ name, secret }).toString()}`;

/** Who may come in, and what they may do where. */
export function People() {
  const people = useOperation('people', {});
  const [adding, setAdding] = useState(false);
  const [invited, setInvited] = useState<Schemas['Invitation'] | null>(null);
  useActions(useMemo(() => [{ id: 'add person', title: 'Add a person', hint: 'They choose a password by a link', run: () => setAdding(true) }], []));
  return (
    <Stack>
      <Group><Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>Add a person</Button></Group>
      {invited === null ? null : <ShownOnce title={`The set-up link of ${invited.name}, shown this once`} text={linkOf(invited)} hint="Send it in a way that only they read. It is good for one password." />}
      <Answer of={people}>{(all) => <Stack>{all.map((person) => <Card key={person.name} person={person} invited={setInvited} />)}</Stack>}</Answer>
      {adding ? <AddDialog close={() => setAdding(false)} invited={(one) => { setInvited(one); setAdding(false); }} /> : null}
    </Stack>
  );
}

function AddDialog({ close, invited }: { readonly close: () => void; readonly invited: (invitation: Schemas['Invitation']) => void }) {
  const [name, setName] = useState('');
  const [roleAt, setRoleAt] = useState<RoleAt>({ role: 'viewer', at: 'organization' });
  const add = useAct('addPerson', { done: invited });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    add.mutate({ name, ...roleAt });
  };
  return (
    <Modal opened onClose={close} title="Add a person" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput data-autofocus label="Name" description="Small letters, as they log in with it." autoComplete="off" required value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
          <RoleFields value={roleAt} change={setRoleAt} />
          <FreshProblems of={[again(add)]} />
          <Group justify="flex-end"><Button variant="default" onClick={close}>Not now</Button><Button type="submit" loading={add.isPending}>Add</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Card({ person, invited }: { readonly person: Schemas['Person']; readonly invited: (invitation: Schemas['Invitation']) => void }) {
  const { name, roles, hasPassword, hasPasskey, hasIdentity } = person;
  const [giving, setGiving] = useState(false);
  const [roleAt, setRoleAt] = useState<RoleAt>({ role: 'viewer', at: 'organization' });
  const setRole = useAct('setRole', { done: () => setGiving(false) });
  const invite = useAct('invitePerson', { done: invited });
  const logOut = useAct('logOutPerson');
  const remove = useAct('removePerson');
  const { ask, asked } = useConfirm();
  const ways = [hasPassword ? 'password' : '', hasPasskey ? 'passkey' : '', hasIdentity ? 'identity provider' : ''].filter((way) => way !== '');
  return (
    <Paper withBorder p="md" component="article" aria-label={name}>
      <Stack gap="xs">
        <Group justify="space-between"><Title order={2}>{name}</Title><Text size="sm" c="dimmed">{ways.length === 0 ? 'link not opened yet' : ways.join(', ')}</Text></Group>
        {roles.length === 0 ? <Text size="sm" c="dimmed">no role</Text> : roles.map(({ role, at, from }) => (
          <Group key={at} gap="xs">
            <Text size="sm">{role} at {at}</Text>
            {from === 'groups' ? <Text size="xs" c="dimmed">by their groups</Text> : <Button size="compact-xs" variant="subtle" aria-label={`Take away ${role} at ${at} of ${name}`} onClick={() => ask({ title: `Take away ${role} at ${at} of ${name}?`, tells: `${name} can no longer do there what the role allows, from their next click on.`, act: 'Take it away', run: () => setRole.mutate({ name, at, role: null }) })}>take away</Button>}
          </Group>
        ))}
        {asked}
        <FreshProblems of={[again(setRole), again(invite), again(logOut), again(remove)]} />
        {logOut.data === undefined ? null : <Text size="sm" component="output">{logOut.data.answer.ended} sessions ended.</Text>}
        {giving ? (
          <form onSubmit={(event) => { event.preventDefault(); setRole.mutate({ name, ...roleAt }); }}>
            <Stack gap="xs"><RoleFields value={roleAt} change={setRoleAt} /><Group gap="xs"><Button size="xs" type="submit" loading={setRole.isPending}>Give</Button><Button size="xs" variant="default" onClick={() => setGiving(false)}>Not now</Button></Group></Stack>
          </form>
        ) : null}
        <Group gap="xs">
          {giving ? null : <Button size="xs" variant="default" aria-label={`Give a role to ${name}`} onClick={() => setGiving(true)}>Give a role</Button>}
          <Button size="xs" variant="default" aria-label={`New set-up link for ${name}`} loading={invite.isPending} onClick={() => invite.mutate({ name })}>New set-up link</Button>
          <Button size="xs" variant="default" aria-label={`Log out ${name}`} loading={logOut.isPending} onClick={() => ask({ title: `Log out ${name}?`, tells: 'All their sessions end at once, wherever they are; they can log in again.', act: 'Log them out', run: () => logOut.mutate({ name }) })}>Log out</Button>
          <Button size="xs" variant="default" aria-label={`Remove ${name}`} loading={remove.isPending} onClick={() => ask({ title: `Remove ${name}?`, tells: 'Their sessions end and their tokens are refused; roles, password and passkeys are forgotten. What they did stays in the audit.', act: 'Remove them', run: () => remove.mutate({ name }) })}>Remove</Button>
        </Group>
      </Stack>
    </Paper>
  );
}
