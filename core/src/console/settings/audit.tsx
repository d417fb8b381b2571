import { Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useOperation } from '../api/index.ts';
import { Answer, Notice, When, Wide } from '../parts/index.ts';

/** Who did what, where and with what outcome; newest first. */
export function Audit() {
  const [typed, setTyped] = useState('');
  const [verify, setVerify] = useState(false);
  const audit = useOperation('audit', verify ? { limit: 500, verify } : { limit: 500 });
  return (
    <Answer of={audit}>{({ records, verified, brokenAt }) => {
      const found = records.filter(({ person, action, deviceName, detail, outcome, plugin }) => `${person} ${action} ${deviceName ?? ''} ${detail} ${outcome} ${plugin ?? ''}`.toLowerCase().includes(typed.toLowerCase()));
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
              <Table.Tbody>{found.slice(0, 200).map(({ sequence, at, person, origin, action, deviceName, detail, outcome }) => (
                <Table.Tr key={sequence}><Table.Td><When at={at} /></Table.Td><Table.Td>{person}{origin === null ? null : <Text size="xs" c="dimmed">{origin}</Text>}</Table.Td><Table.Td>{action}{deviceName === null ? '' : ` on ${deviceName}`}<Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{detail}</Text></Table.Td><Table.Td>{outcome}</Table.Td></Table.Tr>
              ))}</Table.Tbody>
            </Table>
          </Wide>
        </Stack>
      );
    }}</Answer>
  );
}
