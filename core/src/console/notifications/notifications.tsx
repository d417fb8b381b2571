import { Stack, Table, Text, Title } from '@mantine/core';
import { useOperation } from '../api/index.ts';
import { Answer, duration, Empty, PlaceSelect, usePlaces, When, Wide } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { PlaceNotifications } from './place-notifications.tsx';
import { useWritablePlace } from './use-writable-place.ts';

/** Who is told what, and what became of the messages. */
export function Notifications() {
  const operates = useMay('operator', 'any');
  return <Stack>{operates ? <AtPlace /> : <AsTold />}<Messages /></Stack>;
}

function AtPlace() {
  const [at, setAt] = useWritablePlace();
  const place = usePlaces().find((one) => one.at === at);
  if (place === undefined) return null;
  return (
    <>
      <PlaceSelect label="At" value={place.at} change={setAt} description="What a place says holds for all below it, until a deeper one says otherwise." />
      <PlaceNotifications key={place.at} place={place} />
    </>
  );
}

/** For who looks on: no addresses, only who is told of what. */
function AsTold() {
  const routes = useOperation('notificationRoutes', {});
  return (
    <Answer of={routes}>{({ routes: all }) => (all.length === 0 ? <Empty title="Nobody is told yet">A manager adds routes: who is told of which incidents, and when.</Empty> : (
      <>
        <Title order={2}>Who is told what</Title>
        <Wide minWidth={560}><Table aria-label="Routes">
          <Table.Thead><Table.Tr><Table.Th>Route</Table.Th><Table.Th>Site</Table.Th><Table.Th>Of incidents</Table.Th><Table.Th>To</Table.Th><Table.Th>When</Table.Th><Table.Th>Quiet</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{all.map(({ name, site, to, states, resolved, quiet, afterMs }) => (
            <Table.Tr key={`${name} ${site}`}><Table.Td>{name}</Table.Td><Table.Td>{site}</Table.Td><Table.Td>{states.join(', ')}{resolved ? ', and when it is resolved' : ''}</Table.Td><Table.Td>{to.join(', ')}</Table.Td><Table.Td>{afterMs === null ? 'at once' : `after ${duration(afterMs)}`}</Table.Td><Table.Td>{quiet === null ? '' : `${quiet.from} to ${quiet.to} (${quiet.zone})${quiet.except === undefined ? '' : `, except ${quiet.except.join(', ')}`}`}</Table.Td></Table.Tr>
          ))}</Table.Tbody>
        </Table></Wide>
      </>
    ))}</Answer>
  );
}

function Messages() {
  const messages = useOperation('notifications', { limit: 50 });
  return (
    <Stack gap="xs" component="section" aria-label="Messages">
      <Title order={2}>Messages</Title>
      <Answer of={messages}>{({ items }) => (items.length === 0 ? <Text size="sm" c="dimmed">No message was sent yet.</Text> : (
        <Wide minWidth={560}><Table aria-label="Messages">
          <Table.Thead><Table.Tr><Table.Th>Made</Table.Th><Table.Th>Message</Table.Th><Table.Th>Channel</Table.Th><Table.Th>State</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{items.map(({ id, title, channel, state, madeAt, nextAt, attempts, reason, hint }) => (
            <Table.Tr key={id}><Table.Td><When at={madeAt} /></Table.Td><Table.Td>{title}</Table.Td><Table.Td>{channel}</Table.Td><Table.Td>{state}{state === 'held' ? <>, at most until <When at={nextAt} /></> : null}{state === 'waiting' && attempts > 0 ? <>, tried {attempts === 1 ? 'once' : `${attempts} times`}, next <When at={nextAt} /></> : null}{reason === '' ? null : <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{reason}{hint === '' ? '' : ` → ${hint}`}</Text>}</Table.Td></Table.Tr>
          ))}</Table.Tbody>
        </Table></Wide>
      ))}</Answer>
    </Stack>
  );
}
