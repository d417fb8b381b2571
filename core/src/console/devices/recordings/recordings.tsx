import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconPlayerRecord } from '@tabler/icons-react';
import { useAct, useOperation, type Schemas } from '../../api/index.ts';
import { Answer, Empty, Notice, Problem } from '../../parts/index.ts';
import { RecordingCard } from './recording-card.tsx';

const watchedMs = 1_000;

/** Dialogues with the device that were noted, to be replayed where nobody has the device. */
export function Recordings({ device: { id, name } }: { readonly device: Pick<Schemas['DeviceDetail'], 'id' | 'name'> }) {
  const recordings = useOperation('recordings', { device: id });
  const running = recordings.data?.answer.running ?? null;
  useOperation('recordings', { device: id }, { enabled: running !== null && running.failed === null, everyMs: watchedMs });
  const begin = useAct('beginRecording');
  const isMade = running !== null && running.failed === null;
  return (
    <Stack>
      <Group gap="sm">
        <Button variant="default" leftSection={<IconPlayerRecord size={16} aria-hidden />} loading={begin.isPending} disabled={isMade} onClick={() => begin.mutate({ device: id })}>Record it</Button>
        <Text size="sm" c="dimmed">Asks the device all that its plugins ask without writing. Secrets are replaced.</Text>
      </Group>
      {begin.error === null ? null : <Problem error={begin.error} />}
      {isMade ? (
        <Stack component="output" gap={4}>
          <Progress value={running.total === 0 ? 0 : (running.done / running.total) * 100} aria-label={`${running.done} of ${running.total} calls recorded`} />
          <Text size="sm">{running.total === 0 ? running.label === '' ? 'The first calls are made.' : running.label : `${running.done} of ${running.total}: ${running.label}`}</Text>
        </Stack>
      ) : null}
      {running?.failed === null || running === null ? null : <Notice tone="warning" title={`Nothing was recorded: ${running.failed.message}`}><Text size="sm">{running.failed.hint}</Text><Text size="xs" c="dimmed">{[running.failed.code, running.failed.where].filter((part) => part !== '').join(' · ')}</Text></Notice>}
      <Answer of={recordings}>{({ kept }) => (kept.length === 0 ? (isMade ? null : <Empty title="No recording yet">With a recording, whoever writes the plugin sees what {name} answers, without having one: it is replayed in tests. The host keeps the last five.</Empty>) : (
        <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Recordings">{kept.map((recording) => <RecordingCard key={recording.id} name={name} recording={recording} />)}</Stack>
      ))}</Answer>
    </Stack>
  );
}
