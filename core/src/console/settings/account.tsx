import { Button, Group, NativeSelect, Paper, PasswordInput, SegmentedControl, Stack, Table, Text, Title, useMantineColorScheme } from '@mantine/core';
import { use, useCallback, useState, type SubmitEvent } from 'react';
import { useAct, useOperation } from '../api/index.ts';
import { Answer, browserZone, exactTime, Problem, useConfirm, When, Wide, ZoneContext } from '../parts/index.ts';
import { again, FreshProblems, useOpened, usePerson } from '../session/index.ts';
import { Passkeys } from './passkeys.tsx';

const zones = Intl.supportedValuesOf('timeZone');

/** What a person decides about themselves. */
export function Account() {
  const person = usePerson();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack>
      <Text>You are <b>{person}</b>.</Text>
      <Paper withBorder p="md" component="section" aria-label="Colours">
        <Title order={2}>Colours</Title>
        <SegmentedControl mt="xs" aria-label="Colours" value={colorScheme} onChange={(to) => setColorScheme(to === 'light' || to === 'dark' ? to : 'auto')} data={[{ value: 'auto', label: 'As the system' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]} />
      </Paper>
      <TimeZone />
      <Passkeys />
      <Password />
      <Sessions />
    </Stack>
  );
}

/** In which times are shown, charts included. */
function TimeZone() {
  const { zone, chosen, choose } = use(ZoneContext);
  const [now] = useState(Date.now);
  return (
    <Paper withBorder p="md" component="section" aria-label="Time zone">
      <Stack gap="sm">
        <Title order={2}>Time zone</Title>
        <NativeSelect label="Times are shown in" description={`It is ${exactTime(now, zone)} there. Where a site has a zone of its own, its clock stands beside.`} value={chosen ?? ''} data={[{ value: '', label: `that of this browser: ${browserZone}` }, ...zones]} onChange={({ currentTarget }) => choose(currentTarget.value === '' ? null : currentTarget.value)} />
      </Stack>
    </Paper>
  );
}

function Password() {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  // All sessions are ended, and this one is another.
  const opened = useOpened(useCallback(() => { setCurrent(''); setPassword(''); }, []));
  const change = useAct('changePassword', { done: opened });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    change.mutate({ current, password });
  };
  return (
    <Paper withBorder p="md" component="section" aria-label="Password">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Title order={2}>Password</Title>
          <PasswordInput label="The one you have" autoComplete="current-password" required value={current} onChange={({ currentTarget }) => setCurrent(currentTarget.value)} />
          <PasswordInput label="The new one" description="At least 12 characters." autoComplete="new-password" required minLength={12} value={password} onChange={({ currentTarget }) => setPassword(currentTarget.value)} />
          {change.error === null ? null : <Problem error={change.error} />}
          {change.isSuccess ? <Text component="output" size="sm">It is changed, and all your other sessions are ended.</Text> : null}
          <Group><Button type="submit" loading={change.isPending}>Change it</Button></Group>
        </Stack>
      </form>
    </Paper>
  );
}

const ways: { readonly [way: string]: string } = { password: 'password', passkey: 'passkey', oidc: 'identity provider', link: 'set-up link' };

function Sessions() {
  const sessions = useOperation('sessions', {});
  const end = useAct('endSession');
  const endOthers = useAct('endOtherSessions');
  const { ask, asked } = useConfirm();
  return (
    <Paper withBorder p="md" component="section" aria-label="Sessions">
      <Stack gap="sm">
        <Title order={2}>Where you are logged in</Title>
        <Answer of={sessions}>{(all) => (
          <>
            <Wide minWidth={480}>
              <Table aria-label="Sessions"><Table.Tbody>{all.map(({ id, way, address, agent, usedAt, current }) => (
                <Table.Tr key={id}><Table.Td><Text size="sm">{address}{current ? ', this one' : ''}</Text><Text size="xs" c="dimmed">{agent}</Text></Table.Td><Table.Td>{ways[way] ?? way}</Table.Td><Table.Td><When at={usedAt} /></Table.Td><Table.Td>{current ? null : <Button size="xs" variant="default" aria-label={`End the session at ${address}`} onClick={() => ask({ title: `End the session at ${address}?`, tells: 'Whoever works there is logged out at once.', act: 'End it', run: () => end.mutate({ session: id }) })}>End</Button>}</Table.Td></Table.Tr>
              ))}</Table.Tbody></Table>
            </Wide>
            {all.length < 2 ? null : <Group><Button size="xs" variant="default" loading={endOthers.isPending} onClick={() => ask({ title: 'End all other sessions?', tells: `You are logged out at once in ${all.length - 1} other ${all.length === 2 ? 'place' : 'places'}, and stay logged in here.`, act: 'End them', run: () => endOthers.mutate({}) })}>End all others</Button></Group>}
          </>
        )}</Answer>
        {asked}
        <FreshProblems of={[again(end), again(endOthers)]} />
      </Stack>
    </Paper>
  );
}
