import { Group, Paper, Skeleton, Table, Text, Title } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { lazy, Suspense, useMemo } from 'react';
import { useOperations } from '../../api/index.ts';
import { Problem, timeIn, useZone, Wide } from '../../parts/index.ts';
import { amount } from './amount.ts';
import type { ChartPlan } from './chart-plans.ts';
import type { Happening } from './happening.ts';
import { lineColours, lineDashes } from './line-style.ts';
import { columnsOf, stretches, type Point } from './samples.ts';
import type { Span } from './span.ts';

const Plot = lazy(async () => import('./plot.tsx'));

export interface ChartProps {
  readonly device: string;
  readonly plan: ChartPlan;
  readonly span: Span;
  readonly happened: readonly Happening[];
  readonly onZoom: (span: Span) => void;
}

const rows = 12;
const moment = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;

/** Lines of one unit; asked for when it comes into view. */
export function Chart({ device, plan, span, happened, onZoom }: ChartProps) {
  const zone = useZone();
  const { ref, entry } = useIntersection({ rootMargin: '200px' });
  const inView = entry?.isIntersecting === true;
  const inputs = useMemo(() => plan.series.map(({ metric, item }) => ({ device, metric, ...(item === null ? {} : { item }), from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString() })), [device, plan, span]);
  const answers = useOperations('samples', inputs, { enabled: inView });
  const stamp = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join(' ');
  // The answers are others only when one came: their list is another each time.
  // oxlint-disable-next-line react/exhaustive-deps -- see above
  const lines = useMemo(() => answers.map(({ data }): readonly Point[] => (data?.answer ?? []).map(({ at, value }) => ({ at: Date.parse(at), value }))), [stamp]);
  const columns = useMemo(() => columnsOf(lines), [lines]);
  const titles = useMemo(() => plan.series.map(({ title }) => title), [plan]);
  const error = answers.find((answer) => answer.error !== null)?.error ?? null;
  const loaded = answers.every(({ data }) => data !== undefined);
  const isEmpty = loaded && lines.every((line) => line.length === 0);
  return (
    <Paper ref={ref} withBorder p="sm" component="figure" m={0} aria-label={`${plan.group}: ${plan.title}`}>
      <Title order={3} fz="sm" component="figcaption">{plan.title} <Text span c="dimmed" fz="xs">{plan.unit === '1' ? '' : plan.unit}</Text></Title>
      {error === null ? null : <Problem error={error} />}
      {loaded && !isEmpty ? <Suspense fallback={<Skeleton h={180} />}><Plot zone={zone} columns={columns} titles={titles} unit={plan.unit} span={span} happened={happened} onZoom={onZoom} /></Suspense> : null}
      {isEmpty ? <Text size="sm" c="dimmed" py="xl" ta="center">Nothing was measured in this time.</Text> : null}
      {!loaded && error === null ? <Skeleton h={180} /> : null}
      <Group gap="md" mt={4}>
        {plan.series.map(({ title }, at) => {
          const newest = lines[at]?.at(-1);
          return <Group key={title} gap={6} wrap="nowrap"><Stroke at={at} /><Text size="xs">{title}{newest === undefined ? '' : ` ${amount(newest.value, plan.unit)}`}</Text></Group>;
        })}
        {plan.more === 0 ? null : <Text size="xs" c="dimmed">{plan.more} more: choose an item above</Text>}
      </Group>
      {isEmpty || !loaded ? null : (
        <details>
          <summary><Text span size="xs" c="dimmed">as a table</Text></summary>
          <Wide minWidth={320}>
            <Table fz="xs" aria-label={`${plan.title}, as a table`}>
              <Table.Thead><Table.Tr><Table.Th scope="col">From</Table.Th><Table.Th scope="col">What</Table.Th><Table.Th scope="col">Lowest</Table.Th><Table.Th scope="col">Average</Table.Th><Table.Th scope="col">Highest</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {plan.series.flatMap(({ title }, at) => stretches(lines[at] ?? [], span.from, span.to, rows).map(({ from, lowest, average, highest }) => (
                  <Table.Tr key={`${title} ${from}`}><Table.Td>{timeIn(from, zone, moment)}</Table.Td><Table.Td>{title}</Table.Td><Table.Td>{amount(lowest, plan.unit)}</Table.Td><Table.Td>{amount(average, plan.unit)}</Table.Td><Table.Td>{amount(highest, plan.unit)}</Table.Td></Table.Tr>
                )))}
              </Table.Tbody>
            </Table>
          </Wide>
        </details>
      )}
    </Paper>
  );
}

/** The line as it is drawn, to be found in the chart. */
function Stroke({ at }: { readonly at: number }) {
  return <svg width="22" height="8" aria-hidden><line x1="0" y1="4" x2="22" y2="4" stroke={`var(${lineColours[at % lineColours.length] ?? ''})`} strokeWidth="2" strokeDasharray={(lineDashes[at % lineDashes.length] ?? []).join(' ')} /></svg>;
}
