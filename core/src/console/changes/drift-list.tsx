import { Anchor, Badge, Button, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, IconRefresh } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Differences, Empty, Notice, Problem, useConfirm, When } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { ListsOfChanges } from './frame.tsx';

type Drift = Schemas['Drift'];

const marks = {
  drifting: { word: 'drifts', tone: 'warning', icon: IconAlertTriangle }, equal: { word: 'as pushed', tone: 'ok', icon: IconCircleCheck }, unknown: { word: 'could not be read', tone: 'unknown', icon: IconHelpCircle }, pending: { word: 'not compared yet', tone: 'unknown', icon: IconHelpCircle },
} as const;

/** What was pushed, and no longer is so. */
export function DriftList() {
  const drift = useOperation('drift', {});
  const [, go] = useLocation();
  const [shown, setShown] = useState('drifting');
  const compare = useAct('compareDrift');
  const replan = useAct('replanDrift', { done: (plan) => { if (plan.steps.length > 0) go(`/plans/${plan.id}`); } });
  const accept = useAct('acceptDrift');
  const { ask, asked } = useConfirm();
  const may = useMay('operator', 'any');
  const everywhere = useMay('operator', 'organization');
  const error = compare.error ?? replan.error ?? accept.error;
  const { mutate } = compare;
  useActions(useMemo(() => (everywhere ? [{ id: 'compare drift', title: 'Compare all devices with what was pushed', run: () => mutate({}) }] : []), [everywhere, mutate]));
  return (
    <ListsOfChanges shown="/drift">
      <Stack gap="sm">
        <Group justify="space-between">
          <SegmentedControl size="xs" value={shown} onChange={setShown} data={[{ value: 'drifting', label: 'Drifting' }, { value: 'all', label: 'All that was pushed' }]} aria-label="Which" />
          {everywhere ? <Button variant="default" size="xs" leftSection={<IconRefresh size={14} aria-hidden />} loading={compare.isPending} onClick={() => compare.mutate({})}>Compare now</Button> : null}
        </Group>
        {compare.isPending ? <Text component="output" size="sm" c="dimmed">The devices are read; it takes a moment for many.</Text> : null}
        {asked}
        {error === null ? null : <Problem error={error} />}
        {replan.data?.answer.steps.length === 0 ? <Notice title="Nothing to do">The devices are as they were pushed.</Notice> : null}
        <Answer of={drift}>{(all) => {
          const entries = all.filter(({ state }) => shown === 'all' || state === 'drifting');
          if (entries.length === 0) return <Empty title={shown === 'all' ? 'Nothing was pushed yet' : 'Nothing drifts'}>What a change pushed is compared with the device every few hours. What somebody altered by hand since stands here, to be pushed again or accepted.</Empty>;
          return entries.map((entry) => (
            <Entry key={`${entry.device} ${entry.title}`} drift={entry}>{may && entry.state === 'drifting' ? <>
              <Button size="xs" variant="default" loading={replan.isPending} onClick={() => replan.mutate({ device: entry.device, resource: entry.title })}>Plan to push again</Button>
              <Button size="xs" variant="default" loading={accept.isPending} onClick={() => ask({ title: `Accept ${entry.title} as it is?`, tells: `What ${entry.deviceName} has now counts as wanted, in place of what was pushed. It is no longer told as drift, and nothing is written to the device.`, act: 'Accept it', run: () => accept.mutate({ device: entry.device, resource: entry.title }) })}>Accept as it is</Button>
            </> : null}</Entry>
          ));
        }}</Answer>
      </Stack>
    </ListsOfChanges>
  );
}

function Entry({ drift: { device, deviceName, title, state, change, changeTitle, person, pushedAt, since, checkedAt, differences, message, accepted }, children }: { readonly drift: Drift; readonly children: ReactNode }) {
  const { word, tone, icon: Icon } = marks[state];
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" align="start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fw={500}><Anchor component={Link} href={`~/devices/${device}`}>{deviceName}</Anchor> · {title}</Text>
          <Text size="sm" c="dimmed">Pushed by <Anchor component={Link} href={`/${change}`} size="sm">{changeTitle === '' ? change : changeTitle}</Anchor>, {person}, <When at={pushedAt} />{since === null ? null : <> · other than that since <When at={since} /></>}{checkedAt === null ? null : <> · compared <When at={checkedAt} /></>}{accepted === null ? null : <> · accepted by {accepted.person}</>}</Text>
        </div>
        <Badge variant="transparent" px={0} tt="none" fw={600} c={`var(--state-${tone})`} leftSection={<Icon size={16} aria-hidden />}>{word}</Badge>
      </Group>
      {message === null ? null : <Text size="sm">{message}</Text>}
      {differences.length === 0 ? null : <Stack mt="sm"><Differences of={[{ title: 'What is there, and what was pushed', kind: 'changed', differences }]} /></Stack>}
      <Group gap="xs" mt="sm">{children}</Group>
    </Paper>
  );
}
