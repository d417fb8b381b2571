import { Alert, Anchor, Code, Grid, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { useMemo } from 'react';
import { useOperation, type Schemas } from '../../api/index.ts';
import { Empty, StateBadge, When } from '../../parts/index.ts';
import { amount } from '../charts/index.ts';
import { Notes } from '../notes/index.ts';
import { Identity } from './identity.tsx';
import { ItemTable, type UnitOf } from './item-table.tsx';
import { worstFirst } from './worst-first.ts';

/** What is wrong, what every check says, and what the device is. */
export function Health({ device }: { readonly device: Schemas['DeviceDetail'] }) {
  const plugins = useOperation('plugins', {});
  const installed = plugins.data?.answer.installed;
  const unitOf = useMemo<UnitOf>(() => {
    const known = new Map((installed ?? []).flatMap(({ metrics }) => metrics.map(({ name, title, unit }) => [name, { title, unit }] as const)));
    return (metric) => known.get(metric) ?? { title: metric, unit: '' };
  }, [installed]);
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <Stack>
          {device.incidents.map(({ id, summary, state, openedAt, status }) => (
            <Alert key={id} variant="light" color={state === 'critical' ? 'red' : 'yellow'} title={<Anchor component={Link} href={`~/incidents/${id}`} c="inherit">{summary}</Anchor>}>
              <Text size="sm">{state}, {status}, since <When at={openedAt} /></Text>
            </Alert>
          ))}
          {device.checks.length === 0 ? <Empty title="No check looks at it">A plugin that knows the device brings its checks; <code>jackfield plugins</code> lists what is installed.</Empty> : null}
          <Stack gap="xs">{worstFirst(device.checks, ({ title }) => title).map((check) => <CheckPanel key={`${check.plugin} ${check.check}`} check={check} unitOf={unitOf} />)}</Stack>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 4 }}><Stack><Notes device={device} /><Identity device={device} /></Stack></Grid.Col>
    </Grid>
  );
}

function CheckPanel({ check: { title, plugin, state, hard, flapping, summary, lastRun, nextRun, items, metrics, code, hint, where }, unitOf }: { readonly check: Schemas['Check']; readonly unitOf: UnitOf }) {
  return (
    <Paper withBorder px="sm" py={6} component="section" aria-label={title}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <Group gap="sm" style={{ rowGap: 0 }}><Title order={2} fz="sm">{title}</Title><Text size="sm">{summary === '' ? 'It has not run yet.' : summary}</Text></Group>
        <StateBadge state={state} />
      </Group>
      {code === null ? null : <Text size="xs" c="dimmed"><Code>{code}</Code> {hint} {where}</Text>}
      <Group gap="md">
        {metrics.slice(0, 8).map(({ name, value }) => <Text key={name} size="xs"><Text span c="dimmed">{unitOf(name).title}</Text> {amount(value, unitOf(name).unit)}</Text>)}
      </Group>
      <ItemTable items={items} unitOf={unitOf} label={`Items of ${title}`} />
      <Text size="xs" c="dimmed">{plugin} · ran <When at={lastRun} />{nextRun === null ? '' : <> · runs <When at={nextRun} /></>}{hard || state === 'ok' || state === 'pending' ? '' : ' · not sure yet: it is looked at again'}{flapping === true ? ' · it changes often' : ''}</Text>
    </Paper>
  );
}
