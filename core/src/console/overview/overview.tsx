import { Anchor, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { useOperation } from '../api/index.ts';
import { Answer, Empty, Page, StateBadge, StateCounts, WaitingNotices, When } from '../parts/index.ts';
import { Tree } from './tree.tsx';
import classes from './tree.module.css';

/** How everything is, and where to look first. */
export function Overview() {
  const host = useOperation('status', {}, { everyMs: 30_000 });
  const incidents = useOperation('incidents', { limit: 8 });
  const changes = useOperation('changes', { limit: 5 });
  return (
    <Page title="Overview">
      <Answer of={host}>{({ devices, sites, checks, incidents: counts }) => (
        <SimpleGrid cols={{ base: 2, md: 4 }}>
          <Figure title="Sites">{sites}</Figure>
          <Figure title="Devices">{devices}</Figure>
          <Figure title="Open incidents">{counts.open}</Figure>
          <Paper withBorder p="md"><Text size="sm" c="dimmed">Checks</Text><StateCounts counts={checks} /></Paper>
        </SimpleGrid>
      )}</Answer>
      <WaitingNotices />
      <Tree />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Stack gap="xs" component="section" aria-label="Incidents">
          <Title order={2} fz="md">Incidents</Title>
          <Answer of={incidents}>{({ items }) => (items.length === 0 ? <Empty title="Nothing is wrong">Incidents stand here when a check fails for longer than a moment.</Empty> : items.map(({ id, deviceName, device, summary, state, status, openedAt, site }) => (
            <Paper key={id} withBorder px="sm" py="xs">
              <Group justify="space-between" wrap="nowrap" align="start">
                <div className={classes.words ?? ''}><Anchor component={Link} href={`/incidents/${id}`} fz="sm">{summary}</Anchor><Text size="xs" c="dimmed"><Anchor component={Link} href={`/devices/${device}`} size="xs">{deviceName}</Anchor>{site === null ? '' : ` · ${site}`} · <When at={openedAt} />{status === 'acknowledged' ? ' · acknowledged' : ''}</Text></div>
                <StateBadge state={state} />
              </Group>
            </Paper>
          )))}</Answer>
        </Stack>
        <Stack gap="xs" component="section" aria-label="Changes">
          <Title order={2} fz="md">Changes</Title>
          <Answer of={changes}>{({ items }) => (items.length === 0 ? <Empty title="No change yet">A change says what devices should have; it is planned, approved, pushed, checked, and kept or undone.</Empty> : items.map((change) => (
            <Paper key={change.id} withBorder px="sm" py="xs">
              <Group justify="space-between" wrap="nowrap" align="start">
                <div className={classes.words ?? ''}><Anchor component={Link} href={`/changes/${change.id}`} fz="sm">{change.title}</Anchor><Text size="xs" c="dimmed">{change.person} · <When at={change.startedAt} /></Text></div>
                <Text size="sm" fw={600}>{change.paused ? 'paused' : change.state}</Text>
              </Group>
              {change.endedAt === null ? <Progress mt={6} value={(change.steps.filter(({ state }) => state !== 'pending').length / Math.max(1, change.steps.length)) * 100} aria-label={`Wave ${change.wave} of ${change.waves}`} /> : null}
            </Paper>
          )))}</Answer>
        </Stack>
      </SimpleGrid>
    </Page>
  );
}

function Figure({ title, children }: { readonly title: string; readonly children: number }) {
  return <Paper withBorder p="md"><Text size="sm" c="dimmed">{title}</Text><Text fz={26} fw={600}>{children.toLocaleString('en')}</Text></Paper>;
}
