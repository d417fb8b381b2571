import { Anchor, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { useOperation } from '../api/index.ts';
import { Answer, Empty, Page, StateBadge, StateCounts, When } from '../parts/index.ts';
import { Tree } from './tree.tsx';

/** How everything is, and where to look first. */
export function Overview() {
  const status = useOperation('status', {}, { everyMs: 30_000 });
  const incidents = useOperation('incidents', { limit: 8 });
  const changes = useOperation('changes', { limit: 5 });
  return (
    <Page title="Overview">
      <Answer of={status}>{({ devices, sites, checks, incidents: counts }) => (
        <SimpleGrid cols={{ base: 2, md: 4 }}>
          <Figure title="Sites">{sites}</Figure>
          <Figure title="Devices">{devices}</Figure>
          <Figure title="Open incidents">{counts.open}</Figure>
          <Paper withBorder p="md"><Text size="sm" c="dimmed">Checks</Text><StateCounts counts={checks} /></Paper>
        </SimpleGrid>
      )}</Answer>
      <Tree />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Stack gap="xs" component="section" aria-label="Incidents">
          <Title order={2}>Incidents</Title>
          <Answer of={incidents}>{({ items }) => (items.length === 0 ? <Empty title="Nothing is wrong">Incidents stand here when a check fails for longer than a moment.</Empty> : items.map(({ id, deviceName, device, summary, state, openedAt }) => (
            <Paper key={id} withBorder p="sm"><Group justify="space-between" wrap="nowrap" align="start"><div><Anchor component={Link} href={`/devices/${device}`}>{deviceName}</Anchor><Text size="sm">{summary}</Text></div><Stack gap={0} align="end"><StateBadge state={state} /><Text size="xs" c="dimmed"><When at={openedAt} /></Text></Stack></Group></Paper>
          )))}</Answer>
        </Stack>
        <Stack gap="xs" component="section" aria-label="Changes">
          <Title order={2}>Changes</Title>
          <Answer of={changes}>{({ items }) => (items.length === 0 ? <Empty title="No change yet">A change says what devices should have; it is planned, approved, pushed, checked, and kept or undone.</Empty> : items.map(({ id, title, person, state, startedAt }) => (
            <Paper key={id} withBorder p="sm"><Group justify="space-between" wrap="nowrap"><div><Anchor component={Link} href={`/changes/${id}`}>{title}</Anchor><Text size="sm" c="dimmed">{person} · <When at={startedAt} /></Text></div><Text size="sm">{state}</Text></Group></Paper>
          )))}</Answer>
        </Stack>
      </SimpleGrid>
    </Page>
  );
}

function Figure({ title, children }: { readonly title: string; readonly children: number }) {
  return <Paper withBorder p="md"><Text size="sm" c="dimmed">{title}</Text><Text fz={26} fw={600}>{children.toLocaleString('en')}</Text></Paper>;
}
