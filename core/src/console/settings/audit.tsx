import { Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useOperation, type Schemas } from '../api/index.ts';
import { Answer, Differences, Notice, useZone, When, Wide, withTimes } from '../parts/index.ts';

/** Who did what, where and with what outcome; newest first. */
export function Audit() {
  const [typed, setTyped] = useState('');
  const [verify, setVerify] = useState(false);
  const audit = useOperation('audit', verify ? { limit: 500, verify } : { limit: 500 });
  return (
    <Answer of={audit}>{({ records, verified, brokenAt }) => {
      const found = records.filter(({ person, action, deviceName, detail, outcome, plugin, changed }) => `${person} ${action} ${deviceName ?? ''} ${detail} ${outcome} ${plugin ?? ''} ${changed.map(({ what, before, after }) => `${what} ${before ?? ''} ${after ?? ''}`).join(' ')}`.toLowerCase().includes(typed.toLowerCase()));
      return (
        <Stack>
          <Group>
            <TextInput aria-label="Search the audit" placeholder="Person, action, device, words" leftSection={<IconSearch size={16} aria-hidden />} value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
            <Button variant="default" loading={audit.isFetching && verify} onClick={() => setVerify(true)}>Verify the chain</Button>
          </Group>
          {verify && brokenAt !== null ? <Notice tone="critical" title={`Record ${brokenAt} is not what was written`}>Somebody altered, removed or moved it.</Notice> : null}
          {verify && verified && brokenAt === null ? <Notice title="The chain is whole">No record was altered, removed or moved.</Notice> : null}
          <Wide minWidth={640}>
            <Table aria-label="Audit">
              <Table.Thead><Table.Tr><Table.Th>When</Table.Th><Table.Th>Who</Table.Th><Table.Th>What</Table.Th><Table.Th>Outcome</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{found.slice(0, 200).map(({ sequence, at, person, origin, action, deviceName, detail, outcome, changed }) => (
                <Table.Tr key={sequence}><Table.Td><When at={at} /></Table.Td><Table.Td>{person}{origin === null ? null : <Text size="xs" c="dimmed">{origin}</Text>}</Table.Td><Table.Td>{action}{deviceName === null ? '' : ` on ${deviceName}`}{changed.length === 0 ? <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{detail}</Text> : <Changed of={changed} detail={detail} />}</Table.Td><Table.Td>{outcome}</Table.Td></Table.Tr>
              ))}</Table.Tbody>
            </Table>
          </Wide>
        </Stack>
      );
    }}</Answer>
  );
}

/** Few things are read where they stand, before and after; many, and long ones, side by side when somebody asks. */
function Changed({ of, detail }: { readonly of: Schemas['AuditRecord']['changed']; readonly detail: string }) {
  const [open, setOpen] = useState(false);
  const zone = useZone();
  const isShort = of.length <= 3 && of.every(({ before, after }) => (before ?? '').length + (after ?? '').length <= 120);
  // An edit of the configuration says nothing beside what it altered; a host key, why it was accepted.
  const isSaid = of.every((change) => [change.what, change.before, change.after].every((words) => words === null || detail.includes(words)));
  if (isShort) {
    return (
      <>
        {isSaid ? null : <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{detail}</Text>}
        {of.map(({ what, before, after }) => (
          <Text key={what} size="xs" style={{ overflowWrap: 'anywhere' }}>{what}: <Text span inherit c="dimmed">{before === null ? 'nothing' : <del>{withTimes(before, zone)}</del>}</Text> → {after === null ? <Text span inherit c="dimmed">nothing</Text> : <ins>{withTimes(after, zone)}</ins>}</Text>
        ))}
      </>
    );
  }
  return (
    <>
      <Text size="xs" c="dimmed" lineClamp={open ? 0 : 2} style={{ overflowWrap: 'anywhere' }}>{detail}</Text>
      <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'Hide' : 'Show'} what changed ({of.length})</Button>
      {open ? <Differences of={[{ title: 'Before and after', kind: 'changed', differences: of.map(({ what, before, after }) => ({ path: what, before, after })) }]} /> : null}
    </>
  );
}
