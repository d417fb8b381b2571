import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../api/index.ts';
import { Notice, StateBadge, When } from '../parts/index.ts';
import classes from './incidents.module.css';
import { MaintenanceCard } from './maintenance-card.tsx';

interface WhyProps {
  readonly why: Schemas['Why'];
  readonly device: string;
  readonly resolved: boolean;
}

/** Why it is red: what the check saw, the way to the device, what waits for it, and what touched the way last. */
export function Why({ why: { check, path, cause, suppressed, behind, lastChange, maintenance }, device, resolved }: WhyProps) {
  const nearer = cause === null ? undefined : path.find(({ incident }) => incident === cause);
  return (
    <Stack gap="sm" component="section" aria-label="Why">
      <Title order={2}>{resolved ? 'As it is now' : 'Why it is red'}</Title>
      {cause === null || resolved ? null : <Notice tone="warning" title={`Look at ${nearer?.deviceName ?? 'what is nearer'} first`}>It stands on the way, and has <Anchor component={Link} href={`/${cause}`}>an incident of its own</Anchor>.</Notice>}
      <Block title={`${check.title} of ${check.plugin}`}>
        <Group gap="sm" align="start" wrap="nowrap"><StateBadge state={check.state} /><Text size="sm">{check.summary}{check.since === null ? null : <Text span c="dimmed" size="sm"> · since <When at={check.since} /></Text>}</Text></Group>
        {check.items.map(({ name, state, summary }) => <Group key={name} gap="sm" align="start" wrap="nowrap"><StateBadge state={state} /><Text size="sm" style={{ overflowWrap: 'anywhere' }}><Text span size="sm" fw={500}>{name}</Text> {summary}</Text></Group>)}
      </Block>
      {path.length === 0 ? null : (
        <Block title="The way to it">
          <ol className={classes.path ?? ''}>
            {path.map((one, at) => (
              <li key={one.device}>
                {at === 0 ? null : <IconArrowNarrowRight size={16} aria-hidden />}
                <Anchor component={Link} href={`~/devices/${one.device}`} size="sm" fw={one.device === device ? 700 : 400}>{one.deviceName}</Anchor><StateBadge state={one.state} />
              </li>
            ))}
          </ol>
        </Block>
      )}
      {lastChange === null ? null : (
        <Block title="What touched the way last"><Text size="sm"><Anchor component={Link} href={`~/changes/${lastChange.id}`}>{lastChange.title}</Anchor>, {lastChange.person}, <When at={lastChange.startedAt} />, on {lastChange.devices.map(({ deviceName }) => deviceName).join(', ')}</Text></Block>
      )}
      {suppressed.length === 0 ? null : (
        <Block title="Waits for it, and calls nobody">
          {suppressed.map(({ device: of, deviceName, plugin, check: name, why: reason }) => <Text key={`${of} ${plugin} ${name}`} size="sm"><Anchor component={Link} href={`~/devices/${of}`}>{deviceName}</Anchor> {name}: {reason}</Text>)}
        </Block>
      )}
      {behind.length === 0 ? null : <Block title="Hangs on it"><Group gap="md">{behind.map((one) => <Group key={one.device} gap={6}><Anchor component={Link} href={`~/devices/${one.device}`} size="sm">{one.deviceName}</Anchor><StateBadge state={one.state} /></Group>)}</Group></Block>}
      {maintenance.length === 0 ? null : <Block title="Maintenance">{maintenance.map((one) => <MaintenanceCard key={one.id} maintenance={one} />)}</Block>}
    </Stack>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return <Paper withBorder p="sm"><Text size="xs" c="dimmed" mb={4}>{title}</Text><Stack gap={4}>{children}</Stack></Paper>;
}
