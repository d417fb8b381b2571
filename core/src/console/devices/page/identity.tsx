import { Badge, Code, Group, Paper, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schemas } from '../../api/index.ts';
import { When } from '../../parts/index.ts';

/** What the device is, and what it is known by. */
export function Identity({ device }: { readonly device: Schemas['DeviceDetail'] }) {
  const { vendor, model, os, version, serial, addresses, keys, labels, plugins, firstSeen, lastSeen, hardware, attachedTo, parts } = device;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Vendor', vendor], ['Model', model], ['System', [os, version].filter((part) => part !== null).join(' ')], ['Serial', serial], ['Addresses', addresses.length === 0 ? null : addresses.map((address) => <div key={address}><Code>{address}</Code></div>)],
    ['Plugins', plugins.join(', ')], ['First seen', <When key="first" at={firstSeen} />], ['Last seen', <When key="last" at={lastSeen} />],
    ['Known by', keys.length === 0 ? null : keys.map(({ type, value }) => <div key={`${type} ${value}`}><Text span size="xs" c="dimmed">{type}</Text> <Code>{value}</Code></div>)],
    ['Hardware', hardware.length === 0 ? null : hardware.join(', ')], ['Told of by', attachedTo === undefined ? null : attachedTo.device],
    ['Labels', Object.keys(labels).length === 0 ? null : <Group key="labels" gap={4}>{Object.entries(labels).map(([name, value]) => <Badge key={name} variant="default" tt="none">{name}: {value}</Badge>)}</Group>],
  ];
  return (
    <Paper withBorder p="sm" component="section" aria-label="Identity">
      <Title order={2} fz="md" mb={4}>Identity</Title>
      <Table layout="fixed" verticalSpacing={4} horizontalSpacing={0} withRowBorders={false} aria-label="Identity">
        <Table.Tbody>
          {facts.filter(([, value]) => value !== null && value !== '').map(([name, value]) => (
            <Table.Tr key={name}><Table.Th scope="row" w="6.5rem" fw={400} c="dimmed" fz="sm" style={{ verticalAlign: 'top' }}>{name}</Table.Th><Table.Td fz="sm" style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {parts.length === 0 ? null : (
        <details>
          <summary><Text span size="sm">{parts.length} {parts.length === 1 ? 'part' : 'parts'}</Text></summary>
          {parts.map(({ name, kind, model: part, serial: number }) => <Text key={`${name} ${number ?? ''}`} size="xs">{name} <Text span c="dimmed">{[kind, part, number].filter((word) => word !== null).join(' · ')}</Text></Text>)}
        </details>
      )}
    </Paper>
  );
}
