import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SideRow } from './before-after.ts';
import classes from './plugins.module.css';

interface SideTableProps<Line> {
  readonly label: string;
  /** The version that runs; null for a plugin that is new. */
  readonly before: string | null;
  readonly after: string;
  readonly rows: readonly SideRow<Line>[];
  readonly keyOf: (line: Line) => string;
  readonly show: (line: Line) => ReactNode;
  /** What stands where there is nothing on both sides. */
  readonly none: string;
}

const signs = { added: '+', removed: '−', same: '' };
const words = { added: 'new', removed: 'gone', same: '' };

/** Two versions side by side: what each has, and which of it the other has not. */
export function SideTable<Line>({ label, before, after, rows, keyOf, show, none }: SideTableProps<Line>) {
  if (rows.length === 0) return <Text size="sm" c="dimmed">{none}</Text>;
  const cell = ({ state, line }: SideRow<Line>, side: 'added' | 'removed'): ReactNode =>
    state === 'same' || state === side
      ? <Table.Td className={`${classes.wrap ?? ''} ${state === 'same' ? '' : (classes[state] ?? '')}`}>{state === 'same' ? null : <Text span fw={700} size="sm">{signs[state]} {words[state]}: </Text>}{show(line)}</Table.Td>
      : <Table.Td className={classes.absent ?? ''} aria-label="not there" />;
  return (
    <Table aria-label={label} layout="fixed" withTableBorder withColumnBorders verticalSpacing={4} fz="sm" bg="var(--panel)">
      <Table.Thead><Table.Tr>{before === null ? null : <Table.Th>{before}, runs</Table.Th>}<Table.Th>{after}, waits</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>{rows.map((row) => <Table.Tr key={`${row.state} ${keyOf(row.line)}`}>{before === null ? null : cell(row, 'removed')}{cell(row, 'added')}</Table.Tr>)}</Table.Tbody>
    </Table>
  );
}
