import { Button, Group, Radio, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useAct, useOperation, type Schemas } from '../../api/index.ts';
import { Answer, Differences, Empty, Problem, When, Wide } from '../../parts/index.ts';
import { useMay } from '../../session/index.ts';
import { RestorePlan } from './restore-plan.tsx';

type Version = Schemas['Version'];

/** Versions of the configuration, what any two of them have not in common, and the way back to one. */
export function Configuration({ device: { id, site } }: { readonly device: Schemas['DeviceDetail'] }) {
  const history = useOperation('history', { device: id });
  const operates = useMay('operator', { site });
  const take = useAct('takeVersion');
  return (
    <Stack>
      {operates ? (
        <Group gap="sm">
          <Button variant="default" loading={take.isPending} onClick={() => take.mutate({ device: id })}>Read the configuration now</Button>
          <Text component="output" size="sm" c="dimmed">{take.isPending ? 'The device is being read.' : take.data === undefined ? '' : take.data.answer.taken?.fresh === true ? 'It is another one: a new version.' : 'It is as it was before.'}</Text>
        </Group>
      ) : null}
      {take.error === null ? null : <Problem error={take.error} />}
      <Answer of={history}>{({ versions }) => (versions.length === 0 ? <Empty title="No version yet">The host reads the configuration by itself now and then, after changes, and when it is asked to.</Empty> : <Versions device={id} versions={versions} operates={operates} />)}</Answer>
    </Stack>
  );
}

function Versions({ device, versions, operates }: { readonly device: string; readonly versions: readonly Version[]; readonly operates: boolean }) {
  const newest = versions[0]?.version ?? 1;
  const [from, setFrom] = useState(versions[1]?.version ?? newest);
  const [to, setTo] = useState(newest);
  const [back, setBack] = useState<number | null>(null);
  return (
    <>
      <Wide minWidth={560}>
        <Table aria-label="Versions" verticalSpacing={4}>
          <Table.Thead><Table.Tr>{['From', 'To', 'Version', 'Taken', 'Because', 'What changed', ''].map((title) => <Table.Th key={title} scope="col">{title === '' ? <Text span fz="sm" fw={600}>Way back</Text> : title}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>
            {versions.map(({ version, takenAt, cause, person, changed, resources }) => (
              <Table.Tr key={version}>
                <Table.Td><Radio name="from" aria-label={`Compare from version ${version}`} checked={from === version} onChange={() => setFrom(version)} /></Table.Td>
                <Table.Td><Radio name="to" aria-label={`Compare to version ${version}`} checked={to === version} onChange={() => setTo(version)} /></Table.Td>
                <Table.Td>{version}</Table.Td><Table.Td><When at={takenAt} /></Table.Td><Table.Td>{cause}{person === '' ? '' : `, ${person}`}</Table.Td>
                <Table.Td>{version === 1 ? `${resources} ${resources === 1 ? 'resource' : 'resources'}` : changed.slice(0, 4).join(', ')}{changed.length > 4 ? ` and ${changed.length - 4} more` : ''}</Table.Td>
                <Table.Td>{operates ? <Button variant="subtle" size="compact-xs" onClick={() => setBack(version)} aria-label={`Plan back to version ${version}`}>Plan back</Button> : null}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      {back === null ? null : <RestorePlan key={back} device={device} version={back} close={() => setBack(null)} />}
      {from === to ? <Content device={device} version={to} /> : <Compared device={device} from={from} to={to} />}
    </>
  );
}

function Compared({ device, from, to }: { readonly device: string; readonly from: number; readonly to: number }) {
  const differences = useOperation('historyDifferences', { device, from, to });
  return (
    <section aria-label="Differences">
      <Title order={2} fz="md" mb="xs">From version {from} to version {to}</Title>
      <Answer of={differences}>{(all) => (all.length === 0 ? <Text size="sm" c="dimmed">They hold the same.</Text> : <Differences of={all} />)}</Answer>
    </section>
  );
}

function Content({ device, version }: { readonly device: string; readonly version: number }) {
  const content = useOperation('historyVersion', { device, version });
  return (
    <section aria-label={`Version ${version}`}>
      <Title order={2} fz="md" mb="xs">All of version {version}</Title>
      <Text size="sm" c="dimmed" mb="xs">Choose two versions to compare them. Secrets are replaced.</Text>
      <Answer of={content}>{({ items }) => <Differences of={items.map(({ title, state }) => ({ title, kind: 'unchanged', differences: Object.entries(state).map(([path, value]) => ({ path, before: value, after: value })) }))} />}</Answer>
    </section>
  );
}
