import { Button, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api/index.ts';
import { StateBadge, Wide } from '../../parts/index.ts';
import { amount } from '../charts/index.ts';
import { worstFirst } from './worst-first.ts';

/** What a metric is called and counted in, as its plugin says. */
export type UnitOf = (metric: string) => { readonly title: string; readonly unit: string };

export interface ItemTableProps {
  readonly items: Schemas['Check']['items'];
  readonly unitOf: UnitOf;
  readonly label: string;
}

/** More that are well than these are not shown until asked for. */
const fewest = 4;

/** The parts that a check looked at, the worst first; those that are well stay folded when they are many. */
export function ItemTable({ items, unitOf, label }: ItemTableProps) {
  const [all, setAll] = useState(false);
  if (items.length === 0) return null;
  const sorted = worstFirst(items, ({ name }) => name);
  const well = sorted.filter(({ state }) => state === 'ok').length;
  const shown = all || well <= fewest ? sorted : sorted.slice(0, sorted.length - well);
  return (
    <>
      {shown.length === 0 ? null : (
        <Wide minWidth={300}>
          <Table verticalSpacing={2} aria-label={label}>
            <Table.Thead><Table.Tr><Table.Th scope="col">State</Table.Th><Table.Th scope="col">Item</Table.Th><Table.Th scope="col">What it says</Table.Th><Table.Th scope="col" visibleFrom="sm">Measured</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {shown.map(({ name, state, summary, metrics = [] }) => (
                <Table.Tr key={name}>
                  <Table.Td miw="6.5rem"><StateBadge state={state} /></Table.Td><Table.Td>{name}</Table.Td><Table.Td>{summary}</Table.Td>
                  <Table.Td visibleFrom="sm">{metrics.slice(0, 3).map((metric) => <Text key={metric.name} size="xs" span mr="sm"><Text span c="dimmed">{unitOf(metric.name).title}</Text> {amount(metric.value, unitOf(metric.name).unit)}</Text>)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      )}
      {well > fewest ? <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)} aria-expanded={all}>{all ? 'Fold what is well' : `${well} items are well: show them`}</Button> : null}
    </>
  );
}
