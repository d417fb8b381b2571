import { Anchor, Button, Group, Paper, Select, Stack, Title } from '@mantine/core';
import { Link } from 'wouter';
import { useOperation, type Schemas } from '../api/index.ts';
import { Answer, Radius, StateBadge } from '../parts/index.ts';

export interface BehindPanelProps {
  readonly device: Pick<Schemas['Device'], 'id' | 'name' | 'state' | 'kind'>;
  /** Its ports that have a link. */
  readonly ports: readonly string[];
  readonly port: string | null;
  readonly onPort: (port: string | null) => void;
  readonly close: () => void;
}

/** What a device, or one of its ports, would take along: as a plan tells the blast radius of a change. */
export function BehindPanel({ device: { id, name, state, kind }, ports, port, onPort, close }: BehindPanelProps) {
  const behind = useOperation('behind', { device: id, ...(port === null ? {} : { port }) });
  return (
    <Paper withBorder p="md" component="section" aria-label={`Behind ${name}`}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap"><Title order={2} fz="md">{name}</Title><StateBadge state={state} /></Group>
        <Group gap="sm"><Anchor component={Link} href={`~/devices/${id}`} size="sm">Open the {kind}</Anchor><Button variant="subtle" size="compact-xs" onClick={close}>Choose none</Button></Group>
        {ports.length === 0 ? null : <Select label="What is lost" data={[{ value: '', label: 'the whole device' }, ...ports.map((one) => ({ value: one, label: `port ${one}` }))]} value={port ?? ''} allowDeselect={false} onChange={(value) => onPort(value === null || value === '' ? null : value)} />}
        <Answer of={behind}>{(radius) => <Radius of={radius} />}</Answer>
      </Stack>
    </Paper>
  );
}
