import { Button, Stack, Table, Text, Title } from '@mantine/core';
import { useAct, useOperation } from '../api/index.ts';
import { Answer, Empty, Notice, Problem, When, Wide } from '../parts/index.ts';
import { useMay } from '../session/index.ts';

/** Who is told what, and what became of the messages. */
export function Notifications() {
  const routes = useOperation('notificationRoutes', {});
  const messages = useOperation('notifications', { limit: 50 });
  const test = useAct('testNotification');
  const mayTest = useMay('operator', 'any');
  return (
    <Stack>
      <Answer of={routes}>{({ routes: all, channels }) => (channels.length === 0 ? <Empty title="Nobody is told yet">Channels and routes stand under <code>settings.notifications</code> of a place: a mail server or a webhook, and who is told of which states.</Empty> : (
        <>
          <Title order={2}>Where messages go</Title>
          <Wide minWidth={400}><Table aria-label="Channels"><Table.Tbody>{channels.map(({ name, site, kind, target }) => (
            <Table.Tr key={`${name} ${site ?? ''}`}><Table.Td>{name}</Table.Td><Table.Td>{kind}</Table.Td><Table.Td>{target}</Table.Td><Table.Td>{site ?? 'everywhere'}</Table.Td><Table.Td>{mayTest ? <Button size="xs" variant="default" aria-label={`Send a test to ${name}`} loading={test.isPending} onClick={() => test.mutate(site === null ? { channel: name } : { channel: name, site })}>Test</Button> : null}</Table.Td></Table.Tr>
          ))}</Table.Tbody></Table></Wide>
          {test.data === undefined ? null : <Notice title={`The test was ${test.data.answer.state}`}>{test.data.answer.reason}</Notice>}
          {test.error === null ? null : <Problem error={test.error} />}
          <Title order={2}>Who is told what</Title>
          <Wide minWidth={480}><Table aria-label="Routes"><Table.Tbody>{all.map(({ name, site, to, states, resolved, quiet }) => (
            <Table.Tr key={`${name} ${site}`}><Table.Td>{name}</Table.Td><Table.Td>{site}</Table.Td><Table.Td>{states.join(', ')}{resolved ? ', and when it is over' : ''}</Table.Td><Table.Td>{to.join(', ')}</Table.Td><Table.Td>{quiet === null ? '' : `quiet ${quiet.from}–${quiet.to}`}</Table.Td></Table.Tr>
          ))}</Table.Tbody></Table></Wide>
        </>
      ))}</Answer>
      <Answer of={messages}>{({ items }) => (items.length === 0 ? <Text size="sm" c="dimmed">No message was sent yet.</Text> : (
        <Wide minWidth={480}><Table aria-label="Messages"><Table.Tbody>{items.map(({ id, title, channel, state, madeAt, reason }) => (
          <Table.Tr key={id}><Table.Td><When at={madeAt} /></Table.Td><Table.Td>{title}</Table.Td><Table.Td>{channel}</Table.Td><Table.Td>{state}{reason === '' ? '' : `: ${reason}`}</Table.Td></Table.Tr>
        ))}</Table.Tbody></Table></Wide>
      ))}</Answer>
    </Stack>
  );
}
