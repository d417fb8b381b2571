import { Anchor, Button, Table, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Schemas } from '../api/index.ts';
import { proofs, Wide } from '../parts/index.ts';

/** The links as a list: what the picture shows, for the keyboard and for who does not see it. */
export function LinkList({ links, onChoose }: { readonly links: readonly Schemas['Link'][]; readonly onChoose: (device: string, port: string | null) => void }) {
  const name = ({ ends }: Schemas['Link']): string => ends.map((end) => end.name).join(' ');
  return (
    <Wide minWidth={560}>
      <Table aria-label="Links" verticalSpacing={4}>
        <Table.Thead><Table.Tr>{['Device', 'Port', 'Device', 'Port', 'How it is known'].map((title, at) => <Table.Th key={at} scope="col">{title}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {links.toSorted((a, b) => name(a).localeCompare(name(b), 'en', { numeric: true })).map((link) => (
            <Table.Tr key={link.ends.map(({ device, port }) => `${device} ${port ?? ''}`).join(' ')}>
              {link.ends.flatMap(({ device, name: called, port, aggregate }) => [
                <Table.Td key={`${device} device`}><Anchor component={Link} href={`~/devices/${device}`} size="sm">{called}</Anchor></Table.Td>,
                <Table.Td key={`${device} port`}>{port === null ? null : <Button variant="subtle" size="compact-xs" aria-label={`What is behind ${port} of ${called}`} onClick={() => onChoose(device, port)}>{port}</Button>}{aggregate === null ? null : <Text span size="xs" c="dimmed"> {aggregate}</Text>}</Table.Td>,
              ])}
              <Table.Td>{proofs[link.proof]}{link.protocol === null ? '' : `, ${link.protocol.toUpperCase()}`}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
