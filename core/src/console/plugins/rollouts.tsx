import { Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Empty, Notice, Problem, useConfirm, When } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { textOf } from './settings-draft.ts';

type Rollout = Schemas['Rollout'];

/** Rollouts, as they go. */
export function Rollouts() {
  const rollouts = useOperation('rollouts', { limit: 50 });
  return (
    <Answer of={rollouts}>{({ items }) => (items.length === 0
      ? <Empty title="Nothing was rolled out yet">Edit a plugin at a place, and choose “Roll out in waves”: one site is first, the others follow while no check gets worse.</Empty>
      : <Stack>{items.map((one) => <One key={one.id} rollout={one} />)}</Stack>)}</Answer>
  );
}

const words = { waiting: 'waits', written: 'written, watched', healthy: 'done', worse: 'got worse', 'put-back': 'reverted' } as const;

/** What a reason is of, by state. */
const whys: { readonly [state: string]: string | undefined } = { undoing: 'It is not all reverted yet', aborted: 'Left as it is' };

function One({ rollout }: { readonly rollout: Rollout }) {
  const { id, title, person, begun, state, why, set, unset, waves, wave } = rollout;
  const may = useMay('manager', 'any');
  const pause = useAct('pauseRollout');
  const resume = useAct('resumeRollout');
  const abort = useAct('abortRollout');
  const undo = useAct('undoRollout');
  const { ask, asked } = useConfirm();
  const error = pause.error ?? resume.error ?? abort.error ?? undo.error;
  const sites = waves.flat();
  const done = sites.filter((site) => site.state === 'healthy').length;
  const open = state !== 'aborted' && state !== 'done';
  return (
    <Paper withBorder p="md" component="article" aria-label={title}>
      <Stack gap="xs">
        <Group justify="space-between"><Title order={2}>{title}</Title><Text fw={600}>{state}</Text></Group>
        <Text size="sm" c="dimmed">{person} · <When at={begun} /> · {[...set.map(({ key, value }) => `${key}=${textOf(value)}`), ...unset.map((key) => `without ${key}`)].join(', ')}</Text>
        <Progress value={sites.length === 0 ? 0 : (100 * done) / sites.length} aria-label={`${done} of ${sites.length} sites done`} />
        <Text size="sm">{done} of {sites.length} sites done, {sites.filter((site) => site.state === 'waiting').length} wait</Text>
        {why === null ? null : <Notice tone="warning" title={`${whys[state] ?? 'It stopped'}: ${why}`} />}
        {waves.map((all, index) => <Text key={index} size="sm" fw={index === wave && open ? 600 : 400}>{index === 0 ? 'First' : `Wave ${index}`}: {all.map((site) => `${site.site} ${words[site.state]}`).join(', ')}</Text>)}
        {asked}
        {error === null ? null : <Problem error={error} />}
        {may ? (
          <Group gap="xs">
            {state === 'running' ? <Button size="xs" variant="default" loading={pause.isPending} onClick={() => pause.mutate({ rollout: id })}>Pause</Button> : null}
            {state === 'paused' || state === 'stopped' ? <Button size="xs" loading={resume.isPending} onClick={() => resume.mutate({ rollout: id })}>Resume</Button> : null}
            {open ? <Button size="xs" variant="default" loading={abort.isPending} onClick={() => ask({ title: 'End this rollout?', tells: `The ${done} of ${sites.length} sites that have it keep it; the others do not get it. It cannot be taken up again.`, act: 'End it', run: () => abort.mutate({ rollout: id }) })}>End, leave sites as they are</Button> : null}
            {open ? <Button size="xs" variant="default" loading={undo.isPending} onClick={() => ask({ title: 'Undo all of this rollout?', tells: 'At every site that it was written to, what stood there before is written back, and the rollout ends.', act: 'Undo it', run: () => undo.mutate({ rollout: id }) })}>Undo all of it</Button> : null}
          </Group>
        ) : null}
      </Stack>
    </Paper>
  );
}
