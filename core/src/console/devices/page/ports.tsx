import { Anchor, Table, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useOperation, type Schemas } from '../../api/index.ts';
import { StateBadge, Wide } from '../../parts/index.ts';
import { amount } from '../charts/index.ts';
import { portRows } from './port-rows.ts';

/** The ports of a device: what is wrong with them, how fast they are, and what hangs there. */
export function Ports({ device }: { readonly device: Schemas['DeviceDetail'] }) {
  const links = useOperation('links', { device: device.id });
  const [text, setText] = useState('');
  const rows = useMemo(() => portRows(device, links.data?.answer ?? []), [device, links.data]);
  const wanted = text.toLowerCase();
  const shown = rows.filter(({ port, neighbours, summary }) => [port.name, port.alias, port.description, summary, ...neighbours.map(({ name }) => name)].some((one) => one?.toLowerCase().includes(wanted) === true));
  return (
    <>
      {rows.length > 12 ? <TextInput aria-label="Search ports" placeholder="name, alias or neighbour" value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} mb="sm" maw={360} /> : null}
      <Wide minWidth={640}>
        <Table verticalSpacing={4} aria-label="Ports" highlightOnHover>
          <Table.Thead><Table.Tr>{['Port', 'State', 'Link', 'Speed', 'Alias', 'Neighbour', 'What checks say'].map((title) => <Table.Th key={title} scope="col">{title}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>
            {shown.map(({ port: { index, name, adminStatus, operStatus, speed, alias }, state, summary, neighbours }) => (
              <Table.Tr key={index}>
                <Table.Td><Text span size="sm" ff="monospace">{name}</Text></Table.Td>
                <Table.Td>{state === null ? null : <StateBadge state={state} />}</Table.Td>
                <Table.Td>{adminStatus === 'down' ? 'switched off' : operStatus}</Table.Td>
                <Table.Td>{speed === null || speed === 0 ? '' : amount(speed, 'bit/s')}</Table.Td>
                <Table.Td>{alias}</Table.Td>
                <Table.Td>{neighbours.map(({ device: other, name: called, port }) => <div key={`${called} ${port ?? ''}`}>{other === null ? called : <Anchor component={Link} href={`~/devices/${other}`} size="sm">{called}</Anchor>} <Text span size="xs" c="dimmed">{port}</Text></div>)}</Table.Td>
                <Table.Td>{summary}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
    </>
  );
}
