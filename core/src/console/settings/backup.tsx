import { Button, Group, Progress, Stack, Table, Text, Title } from '@mantine/core';
import { IconDatabaseExport } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useAct, useOperation } from '../api/index.ts';
import { Answer, Empty, Notice, Problem, When, Wide } from '../parts/index.ts';
import { again, FreshProblems } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { useDownload } from './use-download.ts';

const size = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
const oldMs = 7 * 86_400_000;

/** Copies of the host's own database: when the last was made, another one, and the file to take away. */
export function Backup() {
  const backups = useOperation('backups', {}, { everyMs: 60_000 });
  const make = useAct('makeBackup');
  const { act: take, got } = useDownload();
  const { mutate } = make;
  useActions(useMemo(() => [{ id: 'make backup', title: 'Make a backup now', hint: 'A copy of the database on the host', run: () => mutate({}) }], [mutate]));
  return (
    <Stack>
      <Text size="sm">The database holds devices, results, incidents, changes, people and the audit. Passwords and tokens are in it as hashes; what the host logs in to devices with is in the files of its configuration, and not in it. Copy those files too: the folder of the configuration, and the key of its vault.</Text>
      <Group><Button leftSection={<IconDatabaseExport size={16} aria-hidden />} loading={make.isPending} onClick={() => make.mutate({})}>Make one now</Button></Group>
      {make.error === null ? null : <Problem error={make.error} />}
      <FreshProblems of={[again(take)]} />
      {got === null ? null : <div><Progress value={(got.done / Math.max(1, got.total)) * 100} aria-label="Received" /><Text size="xs" c="dimmed" component="output">{size(got.done)} of {size(got.total)} received</Text></div>}
      <Answer of={backups}>{(all) => {
        const [last] = all;
        if (last === undefined) return <Empty title="No backup yet">One that lies on the same disk helps when something was deleted or an upgrade went wrong. Take it elsewhere for the day when the disk is gone.</Empty>;
        return (
          <Stack gap="sm">
            {backups.dataUpdatedAt - Date.parse(last.at) > oldMs ? <Notice tone="warning" title="The last one is older than a week">What happened since would be lost with the database.</Notice> : null}
            <Title order={2}>The last one: <When at={last.at} /></Title>
            <Wide minWidth={300}>
              <Table aria-label="Backups">
                <Table.Thead><Table.Tr><Table.Th>Made</Table.Th><Table.Th>File</Table.Th><Table.Th>Size</Table.Th><Table.Th /></Table.Tr></Table.Thead>
                <Table.Tbody>{all.map(({ backup, at, bytes }) => (
                  <Table.Tr key={backup}><Table.Td><When at={at} /></Table.Td><Table.Td style={{ overflowWrap: 'anywhere' }}>{backup}</Table.Td><Table.Td>{size(bytes)}</Table.Td><Table.Td><Button size="xs" variant="default" aria-label={`Download ${backup}`} loading={take.isPending && take.variables === backup} onClick={() => take.mutate(backup)}>Download</Button></Table.Td></Table.Tr>
                ))}</Table.Tbody>
              </Table>
            </Wide>
            <Text size="sm" c="dimmed">The five newest stay in the folder <code>backups</code> of the state folder. A backup is put back on the machine of the host while the daemon is stopped: it would be written over what runs. Stop the daemon, put the file in the place of jackfield.db, start it again.</Text>
          </Stack>
        );
      }}</Answer>
    </Stack>
  );
}
