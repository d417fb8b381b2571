import { Button, Group, List, Paper, Stack, Text } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useAct, useApi, type Schemas } from '../../api/index.ts';
import { Problem, useConfirm, When } from '../../parts/index.ts';
import { useState } from 'react';

const size = (bytes: number): string => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000)).toLocaleString('en')} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

/** Hands a text to the browser as a file. */
function saveFile(name: string, text: string): void {
  const place = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = place;
  link.download = name;
  link.click();
  URL.revokeObjectURL(place);
}

/** One recording: what it holds, and the way to take it along. */
export function RecordingCard({ recording: { id, device, person, madeAt, exchanges, bytes, calls, suspicious }, name }: { readonly recording: Schemas['KeptRecording']; readonly name: string }) {
  const api = useApi();
  const remove = useAct('removeRecording');
  const [error, setError] = useState<Error | null>(null);
  const { ask, asked } = useConfirm();
  const take = (): void => {
    setError(null);
    api.call('recording', { device, recording: id, confirmed: suspicious.length > 0 }).then(({ answer }) => saveFile(`${name}-${madeAt.slice(0, 10)}.yaml`, answer.text), (reason: unknown) => setError(reason instanceof Error ? reason : new Error(String(reason))));
  };
  const download = (): void =>
    suspicious.length === 0 ? take() : ask({
      title: 'Is a secret left in it?', calm: true, act: 'Download it to look at them', run: take,
      tells: <>These lines look as if one was left. Look at them first, before the file goes anywhere else: <List size="sm" mt="xs">{suspicious.map(({ line, why }) => <List.Item key={`${line} ${why}`}>line {line}, {why}</List.Item>)}</List></>,
    });
  const problem = error ?? remove.error;
  return (
    <Paper withBorder p="sm" component="li">
      <Group justify="space-between" align="start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fw={500} size="sm"><When at={madeAt} />, {person}</Text>
          <Text size="sm" c="dimmed">{exchanges.toLocaleString('en')} questions and answers of {calls.length} calls, {size(bytes)}</Text>
        </div>
        <Group gap="xs">
          <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={download}>Download</Button>
          <Button size="xs" variant="default" leftSection={<IconTrash size={14} aria-hidden />} loading={remove.isPending} onClick={() => ask({ title: 'Remove this recording?', tells: 'What was taken along of it stays where it is.', act: 'Remove it', run: () => remove.mutate({ device, recording: id }) })}>Remove</Button>
        </Group>
      </Group>
      {suspicious.length === 0 ? null : <Text size="sm" c="var(--state-warning)" mt={4}>Look before you give it away: {suspicious.slice(0, 5).map(({ line, why }) => `line ${line}, ${why}`).join('; ')}{suspicious.length > 5 ? ` and ${suspicious.length - 5} more` : ''}</Text>}
      {asked}
      {problem === null ? null : <Problem error={problem} />}
      <details>
        <summary><Text span size="sm">What it holds</Text></summary>
        <Stack gap={2} pl="md" pt={4}>{calls.map(({ plugin, call, outcome, message }) => <Text key={`${plugin} ${call}`} size="sm" style={{ overflowWrap: 'anywhere' }}><Text span size="sm" fw={500}>{plugin}</Text> {call}: {outcome}{message === '' ? '' : <Text span size="xs" c="dimmed"> {message}</Text>}</Text>)}</Stack>
      </details>
    </Paper>
  );
}
