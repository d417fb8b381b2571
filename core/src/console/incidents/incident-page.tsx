import { Anchor, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconEye, IconPlayerPlay, IconTool, IconUserShare } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useAct, useOperation } from '../api/index.ts';
import { HostKeyNotice } from '../hostkeys/index.ts';
import { Answer, AtSite, durationBetween, Page, Problem, StateBadge, When } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import { DelegateDialog } from './delegate-dialog.tsx';
import { MaintenanceDialog } from './maintenance-dialog.tsx';
import { TaskCard } from './task-list.tsx';
import { Timeline } from './timeline.tsx';
import { Why } from './why.tsx';
import { statusWords, type Incident } from './words.ts';

type Dialog = 'acknowledge' | 'maintenance' | 'delegate';

/** One incident: why, and what to do about it. */
export function IncidentPage({ id }: { readonly id: string }) {
  const incident = useOperation('incident', { incident: id });
  return incident.data === undefined ? <Page title="Incident"><Answer of={incident}>{() => null}</Answer></Page> : <Shown incident={incident.data.answer} />;
}

function Shown({ incident: { id, device, deviceName, site, check, summary, state, status, openedAt, resolvedAt, acknowledged } }: { readonly incident: Incident }) {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const may = useMay('operator', site === null ? 'organization' : { site });
  const mayAct = may && status !== 'resolved';
  const run = useAct('runChecks');
  const why = useOperation('why', { incident: id });
  const tasks = useOperation('tasks', { incident: [id], all: true });
  const close = (): void => setDialog(null);
  const { mutate } = run;
  useActions(useMemo(() => (mayAct ? [
    { id: 'acknowledge', title: 'Acknowledge this incident', hint: summary, run: () => setDialog('acknowledge') }, { id: 'delegate', title: 'Delegate this incident', hint: 'To a person or a team', run: () => setDialog('delegate') },
    { id: 'maintenance of it', title: `Begin a maintenance of ${deviceName}`, run: () => setDialog('maintenance') }, { id: 'run check', title: `Run ${check} on ${deviceName} now`, run: () => mutate({ device, check }) },
  ] : []), [mayAct, summary, deviceName, check, device, mutate]));
  return (
    <Page title={summary} actions={mayAct ? <>
      <Button leftSection={<IconEye size={16} aria-hidden />} variant={status === 'open' ? 'filled' : 'default'} onClick={() => setDialog('acknowledge')}>Acknowledge</Button>
      <Button variant="default" leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={run.isPending} onClick={() => run.mutate({ device, check })}>Check now</Button>
      <Button variant="default" leftSection={<IconUserShare size={16} aria-hidden />} onClick={() => setDialog('delegate')}>Delegate</Button>
      <Button variant="default" leftSection={<IconTool size={16} aria-hidden />} onClick={() => setDialog('maintenance')}>Maintenance</Button>
    </> : undefined}>
      <Group gap="md">
        <output aria-live="polite" style={{ display: 'flex' }}><Group gap="sm"><StateBadge state={resolvedAt === null ? state : 'ok'} /><Text size="sm" fw={600} span>{statusWords[status]}</Text></Group></output>
        <Text size="sm" c="dimmed"><Anchor component={Link} href={`~/devices/${device}`}>{deviceName}</Anchor>{site === null ? '' : ` at ${site}`} · since <When at={openedAt} /><AtSite at={openedAt} site={site} />{resolvedAt === null ? '' : <>, resolved <When at={resolvedAt} /> after {durationBetween(openedAt, resolvedAt)}</>}{status === 'acknowledged' && acknowledged !== undefined ? <> · acknowledged by {acknowledged.by}{acknowledged.until === null ? '' : <>, until <When at={acknowledged.until} /></>}</> : null}</Text>
      </Group>
      {run.error === null ? null : <Problem error={run.error} />}
      {run.data === undefined ? null : <Paper withBorder p="sm" component="output"><Text size="sm">Looked at now: {run.data.answer.map((one) => `${one.title} is ${one.state}: ${one.summary}`).join('; ')}</Text></Paper>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Answer of={why}>{(told) => <Why why={told} device={device} resolved={status === 'resolved'} />}</Answer>
        <Stack gap="md">
          {status === 'resolved' ? null : <HostKeyNotice check={check} site={site} />}
          {(tasks.data?.answer.items.length ?? 0) === 0 ? null : <Stack gap="xs" component="section" aria-label="Tasks"><Title order={2}>Tasks</Title>{tasks.data?.answer.items.map((task) => <TaskCard key={task.id} task={task} />)}</Stack>}
          <Timeline incident={id} mayComment={may} />
        </Stack>
      </SimpleGrid>
      {dialog === 'acknowledge' ? <AcknowledgeDialog incident={id} close={close} /> : null}
      {dialog === 'delegate' ? <DelegateDialog incident={id} close={close} /> : null}
      {dialog === 'maintenance' ? <MaintenanceDialog at={deviceName} close={close} /> : null}
    </Page>
  );
}
