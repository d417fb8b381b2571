import { ActionIcon, Anchor, Group, SegmentedControl, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { Link, useSearch } from 'wouter';
import { useOperation, type Schemas } from '../../api/index.ts';
import { Answer, Empty, timeIn, useZone, When } from '../../parts/index.ts';
import { Chart } from './chart.tsx';
import { chartPlans, measuredItems, withFirst } from './chart-plans.ts';
import { happenings } from './happening.ts';
import { isLength, last, lengths, moved, zoomed, type Length, type Span } from './span.ts';

const exact = { dateStyle: 'medium', timeStyle: 'short' } as const;

/** What was measured of a device: the dashboards of its plugins, over one span of time, with what happened then. */
export function Charts({ device }: { readonly device: Schemas['DeviceDetail'] }) {
  const zone = useZone();
  const plugins = useOperation('plugins', {});
  const incidents = useOperation('incidents', { device: device.id, all: true, limit: 200 });
  const [length, setLength] = useState<Length | null>('24h');
  const [span, setSpan] = useState<Span>(() => last('24h', Date.now()));
  const [item, setItem] = useState<string | null>(null);
  const installed = plugins.data?.answer.installed;
  const dashboard = new URLSearchParams(useSearch()).get('dashboard');
  const plans = useMemo(() => withFirst(chartPlans(device.checks, installed ?? [], item), installed ?? [], dashboard), [device.checks, installed, item, dashboard]);
  const items = useMemo(() => measuredItems(device.checks), [device.checks]);
  const happened = useMemo(() => happenings(incidents.data?.answer.items ?? [], device.lately, span), [incidents.data, device.lately, span]);
  const show = useCallback((next: Span): void => {
    setLength(null);
    setSpan(next);
  }, []);
  return (
    <Stack>
      <Group gap="sm">
        <SegmentedControl
          aria-label="How far back" value={length ?? ''} data={Object.entries(lengths).map(([value, { title }]) => ({ value, label: title }))}
          onChange={(value) => {
            if (!isLength(value)) return;
            setLength(value);
            setSpan(last(value, Date.now()));
          }}
        />
        <Group gap={4}>
          <ActionIcon variant="default" size="lg" aria-label="Earlier" onClick={() => show(moved(span, -0.5, Date.now()))}><IconChevronLeft size={16} aria-hidden /></ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label="Later" onClick={() => show(moved(span, 0.5, Date.now()))}><IconChevronRight size={16} aria-hidden /></ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label="Closer" onClick={() => show(zoomed(span, 0.5, Date.now()))}><IconZoomIn size={16} aria-hidden /></ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label="Further away" onClick={() => show(zoomed(span, 2, Date.now()))}><IconZoomOut size={16} aria-hidden /></ActionIcon>
        </Group>
        {items.length === 0 ? null : <Select aria-label="Item" placeholder="All items" searchable clearable data={items} value={item} onChange={setItem} w={200} />}
        <Text component="output" size="xs" c="dimmed">{timeIn(span.from, zone, exact)} to {timeIn(span.to, zone, exact)} ({zone}); drag over a chart to come closer</Text>
      </Group>
      {happened.length === 0 ? null : (
        <Stack gap={2} component="section" aria-label="What happened in this time">
          {happened.slice(0, 8).map(({ what, id, summary, from }) => (
            <Text key={`${what} ${id}`} size="xs"><Text span c={what === 'incident' ? 'var(--state-critical)' : 'var(--mantine-color-anchor)'} fw={600}>{what === 'incident' ? '┃ incident' : '┆ change'}</Text> <When at={new Date(from).toISOString()} /> <Anchor component={Link} href={`~/${what}s/${id}`} size="xs">{summary}</Anchor></Text>
          ))}
        </Stack>
      )}
      <Answer of={plugins}>{() => (plans.length === 0 ? <Empty title="Nothing is measured here yet">Charts are of the numbers that checks measure, as the dashboards of the plugin say. They stand here after the first check.</Empty> : (
        [...Map.groupBy(plans, ({ group }) => group)].map(([group, charts]) => (
          <Stack key={group} gap="xs" component="section" aria-label={group}>
            <Title order={2} fz="md">{group}</Title>
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="sm">{charts.map((plan) => <Chart key={plan.id} device={device.id} plan={plan} span={span} happened={happened} onZoom={show} />)}</SimpleGrid>
          </Stack>
        ))
      ))}</Answer>
    </Stack>
  );
}
