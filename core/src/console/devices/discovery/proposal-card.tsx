import { Anchor, Button, Group, Paper, Skeleton, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconEqual, IconEqualNot, IconMinus } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useAct, useOperation, type Schemas } from '../../api/index.ts';
import { Problem, useConfirm, When, Wide } from '../../parts/index.ts';
import { useRights } from '../../session/index.ts';
import { compared, type Compared } from './compare.ts';

const marks: { readonly [Is in Compared['is']]: { readonly word: string; readonly tone: string; readonly icon: typeof IconEqual } } = {
  same: { word: 'the same', tone: 'var(--state-ok)', icon: IconEqual }, other: { word: 'different', tone: 'var(--state-warning)', icon: IconEqualNot }, one: { word: 'of one only', tone: 'var(--mantine-color-dimmed)', icon: IconMinus },
};

/** Two records that may be one device: why, side by side, for a person to decide. */
export function ProposalCard({ proposal: { id, devices: [first = '', second = ''], because, proposedAt } }: { readonly proposal: Schemas['MergeProposal'] }) {
  const one = useOperation('device', { device: first });
  const other = useOperation('device', { device: second });
  const decide = useAct('decideProposal');
  const may = useRights();
  const { ask, asked } = useConfirm();
  const error = one.error ?? other.error ?? decide.error;
  const [kept, merged] = [one.data?.answer, other.data?.answer];
  if (kept === undefined || merged === undefined) return <Paper withBorder p="sm" component="li">{error === null ? <Skeleton height={120} /> : <Problem error={error} />}</Paper>;
  const mayDecide = [kept, merged].every(({ site }) => may('operator', { site }));
  const isAsked = { title: `Are ${kept.name} and ${merged.name} one device?`, act: 'They are one', calm: true, run: () => decide.mutate({ proposal: id, merge: true }) } as const;
  return (
    <Paper withBorder p="sm" component="li">
      <Text fw={500}>{kept.name} and {merged.name} may be one device</Text>
      <Text size="sm" c="dimmed">Both have {because.map(({ type, value }) => `${type} ${value}`).join(', ')} · since <When at={proposedAt} /></Text>
      <Wide minWidth={300}>
        <Table aria-label={`${kept.name} and ${merged.name} side by side`} verticalSpacing={4} layout="fixed" mt="xs" horizontalSpacing="xs">
          <Table.Thead><Table.Tr><Table.Th scope="col" w="8rem">What</Table.Th><Table.Th scope="col"><Named device={kept} /></Table.Th><Table.Th scope="col"><Named device={merged} /></Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {compared(kept, merged).map(({ title, values, is }) => {
              const { word, tone, icon: Icon } = marks[is];
              return <Table.Tr key={title}><Table.Th scope="row" fw={400} fz="sm" c={tone} style={{ verticalAlign: 'top' }}><Group gap={4} wrap="nowrap" align="start"><Icon size={14} style={{ flexShrink: 0, marginTop: 3 }} aria-hidden /><VisuallyHidden>{word}:</VisuallyHidden>{title}</Group></Table.Th>{values.map((value, at) => <Table.Td key={at === 0 ? 'one' : 'other'} fz="sm" style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>)}</Table.Tr>;
            })}
            <Table.Tr><Table.Th scope="row" fw={400} c="dimmed" fz="sm">Seen</Table.Th>{[kept, merged].map((device) => <Table.Td key={device.id} fz="sm">first <When at={device.firstSeen} />, last <When at={device.lastSeen} /></Table.Td>)}</Table.Tr>
          </Table.Tbody>
        </Table>
      </Wide>
      {asked}
      {error === null ? null : <Problem error={error} />}
      {mayDecide ? (
        <Group gap="xs" mt="sm">
          <Button size="xs" loading={decide.isPending} onClick={() => ask({ ...isAsked, tells: `${kept.name} stays, with the history of both. It can be undone on its page: “Undo the last merge”.` })}>They are one…</Button>
          <Button size="xs" variant="default" disabled={decide.isPending} onClick={() => ask({ title: 'Two devices?', tells: 'Both stay, and nobody is asked about these two again.', act: 'They are two', calm: true, run: () => decide.mutate({ proposal: id, merge: false }) })}>They are two…</Button>
        </Group>
      ) : null}
    </Paper>
  );
}

function Named({ device: { id, name } }: { readonly device: Schemas['DeviceDetail'] }) {
  return <Anchor component={Link} href={`~/devices/${id}`} size="sm">{name}</Anchor>;
}
