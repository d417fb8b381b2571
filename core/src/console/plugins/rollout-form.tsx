import { Button, Group, NumberInput, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useLocation } from 'wouter';
import { useAct } from '../api/index.ts';
import { Problem, usePlaces } from '../parts/index.ts';
import type { Edits } from './settings-draft.ts';

interface RolloutFormProps {
  readonly at: string;
  readonly edits: Edits;
  readonly begun: () => void;
}

/** The same keys, site by site: a canary first, then waves while no check gets worse. */
export function RolloutForm({ at, edits, begun }: RolloutFormProps) {
  const [, go] = useLocation();
  const sites = usePlaces().find((place) => place.at === at)?.sites ?? [];
  const [title, setTitle] = useState('');
  const [canary, setCanary] = useState<string | null>(null);
  const [size, setSize] = useState(5);
  const [soak, setSoak] = useState('10m');
  const begin = useAct('beginRollout', { done: () => { begun(); go('/rollouts'); } });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    begin.mutate({ at, title, size, soak, ...edits, ...(canary === null ? {} : { canary }) });
  };
  return (
    <Paper withBorder p="md" component="section" aria-label="Roll out in waves">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Title order={3}>Roll out in waves</Title>
          <Text size="sm" c="dimmed">The keys are written at each site by itself. One site is first; the others follow in waves, and it stops when a check gets worse.</Text>
          <TextInput label="Title" required value={title} onChange={({ currentTarget }) => setTitle(currentTarget.value)} />
          <Select label="First site" placeholder="the host chooses" clearable clearButtonProps={{ 'aria-label': 'Let the host choose' }} data={[...sites]} value={canary} onChange={setCanary} />
          <Group grow>
            <NumberInput label="Sites in a wave" min={1} max={1_000} value={size} onChange={(next) => setSize(Number(next))} />
            <TextInput label="Watched for" description="Such as 10m, 2h" required value={soak} onChange={({ currentTarget }) => setSoak(currentTarget.value)} />
          </Group>
          {begin.error === null ? null : <Problem error={begin.error} />}
          <Group><Button type="submit" loading={begin.isPending}>Begin</Button></Group>
        </Stack>
      </form>
    </Paper>
  );
}
