import { Anchor, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { useOperation } from '../api/index.ts';
import { inOrder, KeyCard, type HostKey } from '../hostkeys/index.ts';
import { Answer, Empty, When, Wide } from '../parts/index.ts';
import { ListsOfDevices } from './frame.tsx';

/** Keys by which the host knows SSH servers: those that wait for a person, and those that are accepted. */
export function HostKeysPage() {
  const keys = useOperation('hostKeys', {}, { everyMs: 30_000 });
  return (
    <ListsOfDevices shown="/hostkeys">
      <Answer of={keys}>{(all) => {
        const [open, accepted] = [inOrder(all).filter(({ status }) => status !== 'accepted'), inOrder(all).filter(({ status }) => status === 'accepted')];
        return (
          <Stack>
            {open.length === 0 ? <Empty title="No key waits for you">A machine whose SSH key changed gets no login until a person has said that the new key is its own. Where <code>transports.ssh.firstUse</code> is <code>ask</code>, its first key waits here too.</Empty> : (
              <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Keys that are not accepted">{open.map((key) => <KeyCard key={`${key.address} ${key.port}`} hostKey={key} />)}</Stack>
            )}
            {accepted.length === 0 ? null : <Accepted keys={accepted} />}
          </Stack>
        );
      }}</Answer>
    </ListsOfDevices>
  );
}

function Accepted({ keys }: { readonly keys: readonly HostKey[] }) {
  return (
    <section aria-label="Accepted keys">
      <Title order={2} mb="xs">Accepted</Title>
      <Wide minWidth={640}>
        <Table aria-label="Accepted keys" verticalSpacing={4}>
          <Table.Thead><Table.Tr>{['Device', 'Address', 'Fingerprint', 'Since', 'Accepted by'].map((title) => <Table.Th key={title} scope="col">{title}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{keys.map(({ address, port, fingerprint, firstSeen, device, decision }) => (
            <Table.Tr key={`${address} ${port}`}>
              <Table.Td>{device === null ? '' : <Anchor component={Link} href={`~/devices/${device.id}`} size="sm">{device.name}</Anchor>}</Table.Td>
              <Table.Td ff="monospace" fz="sm">{address}{port === 22 ? '' : `:${port}`}</Table.Td>
              <Table.Td ff="monospace" fz="xs" style={{ overflowWrap: 'anywhere' }}>{fingerprint}</Table.Td>
              <Table.Td><When at={firstSeen} /></Table.Td>
              <Table.Td>{decision === null ? <Text size="sm" c="dimmed">first use</Text> : <>{decision.person}{decision.comment === '' ? '' : `: ${decision.comment}`}</>}</Table.Td>
            </Table.Tr>
          ))}</Table.Tbody>
        </Table>
      </Wide>
    </section>
  );
}
