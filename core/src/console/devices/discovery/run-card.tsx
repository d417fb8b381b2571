import { Anchor, Badge, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlayerStop, IconRadar } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { Link } from 'wouter';
import { useAct } from '../../api/index.ts';
import { Problem, When } from '../../parts/index.ts';
import { useRights } from '../../session/index.ts';
import { percentOf, pluginsText, stageText, totalOf, whereText, type Run, type SiteRun } from './run-words.ts';

const marks = { running: { word: 'running', tone: 'warning', icon: IconRadar }, done: { word: 'done', tone: 'ok', icon: IconCircleCheck }, ended: { word: 'ended early', tone: 'unknown', icon: IconCircleX }, failed: { word: 'failed', tone: 'critical', icon: IconAlertTriangle } } as const;

/** A discovery: how far it is, and what it found. */
export function RunCard({ run }: { readonly run: Run }) {
  const { id, person, startedAt, endedAt, state, error, sites } = run;
  const end = useAct('endDiscovery');
  const may = useRights();
  const { word, tone, icon: Icon } = marks[state];
  const mayEnd = state === 'running' && sites.every(({ site }) => may('operator', { site }));
  return (
    <Paper withBorder p="sm" component="section" aria-label={`Discovery of ${whereText(run)}`}>
      <Group justify="space-between" align="start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fw={500}>{whereText(run)}</Text>
          <Text size="sm" c="dimmed">{person === 'jackfield' ? 'by itself' : person}, <When at={startedAt} />{endedAt === null ? '' : `, took ${Math.max(1, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000)).toLocaleString('en')} s`}</Text>
        </div>
        <Group gap="sm">
          {mayEnd ? <Button size="xs" variant="default" leftSection={<IconPlayerStop size={14} aria-hidden />} loading={end.isPending} onClick={() => end.mutate({ run: id })}>End it</Button> : null}
          <Badge variant="transparent" px={0} tt="none" fw={600} c={`var(--state-${tone})`} leftSection={<Icon size={16} aria-hidden />}>{word}</Badge>
        </Group>
      </Group>
      {state === 'running' ? <Progress mt="xs" value={percentOf(run)} aria-label={`${percentOf(run)} percent done`} /> : null}
      {error === null ? null : <Text size="sm" mt="xs">{error.message} <Text span size="sm" c="dimmed">{error.code}: {error.hint}</Text></Text>}
      {end.error === null ? null : <Problem error={end.error} />}
      <Stack gap={4} mt="xs">{sites.map((site) => <SiteLine key={site.site} of={site} />)}</Stack>
      <Found run={run} />
    </Paper>
  );
}

function SiteLine({ of }: { readonly of: SiteRun }) {
  return (
    <Text size="sm"><Text span size="sm" fw={500}>{of.site}</Text> {stageText(of)}{of.stage === 'waiting' ? '' : `, ${of.answered.toLocaleString('en')} answered, ${of.found.toLocaleString('en')} found`}{of.found === 0 ? '' : <Text span size="sm" c="dimmed"> · {pluginsText(of)}</Text>}</Text>
  );
}

function Found({ run }: { readonly run: Run }) {
  const all = <Part,>(of: (site: SiteRun) => readonly Part[]): readonly Part[] => run.sites.flatMap(of);
  const [added, changed, missing, unmatched, problems] = [all(({ added: some }) => some), all(({ changed: some }) => some), all(({ missing: some }) => some), all(({ unmatched: some }) => some), all(({ problems: some }) => some)];
  if (run.state === 'done' && totalOf(run, ({ found }) => found) > 0 && [added, changed, missing, unmatched, problems].every(({ length }) => length === 0)) return <Text size="sm" c="dimmed" mt="xs">All of it was known, and is as it was.</Text>;
  return (
    <Stack gap={6} mt="xs">
      <Listed title="New" count={added.length}>{added.map(({ device, name, address }) => <Text key={device} size="sm"><Device id={device} name={name} /> <Text span size="xs" c="dimmed" ff="monospace">{address}</Text></Text>)}</Listed>
      <Listed title="Changed" count={changed.length}>{changed.map(({ device, name, fields }) => <Text key={device} size="sm"><Device id={device} name={name} /> <Text span size="xs" c="dimmed">{fields.join(', ')}</Text></Text>)}</Listed>
      <Listed title="Not found any more" count={missing.length}>{missing.map(({ device, name, address, lastSeen }) => <Text key={device} size="sm"><Device id={device} name={name} /> <Text span size="xs" c="dimmed"><Text span size="xs" ff="monospace">{address}</Text> · seen <When at={lastSeen} /></Text></Text>)}</Listed>
      <Listed title="Answers, and no plugin knows it" count={unmatched.length}>{unmatched.map((address) => <Text key={address} size="sm" ff="monospace">{address}</Text>)}</Listed>
      <Listed title="Problems" count={problems.length}>{problems.map(({ address, code, plugin, where, message, hint }) => (
        <Text key={`${address} ${code} ${plugin ?? ''} ${message}`} size="sm" style={{ overflowWrap: 'anywhere' }}>{message}<Text span size="xs" c="dimmed"> {[code, plugin, address, where].filter((part) => part !== null && part !== '').join(' · ')}{hint === '' ? '' : `. ${hint}`}</Text></Text>
      ))}</Listed>
    </Stack>
  );
}

const Device = ({ id, name }: { readonly id: string; readonly name: string }) => <Anchor component={Link} href={`~/devices/${id}`} size="sm">{name}</Anchor>;

const mostOpen = 8;

function Listed({ title, count, children }: { readonly title: string; readonly count: number; readonly children: ReactNode }) {
  if (count === 0) return null;
  return (
    <details open={count <= mostOpen}>
      <summary><Text span size="sm" fw={500}>{title} ({count.toLocaleString('en')})</Text></summary>
      <Stack gap={2} pl="md" pt={2}>{children}</Stack>
    </details>
  );
}
