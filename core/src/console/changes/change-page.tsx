import { Anchor, Button, Collapse, Group, Paper, Progress, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconArrowBackUp, IconChevronDown, IconChevronRight, IconDeviceFloppy, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Differences, durationBetween, Notice, Page, Problem, useConfirm, When } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { ChangeMark, StepMark } from './change-state.tsx';
import { IfItGoesWrong } from './if-it-goes-wrong.tsx';
import { UndoDialog } from './undo-dialog.tsx';
import { changeWords, count, resourceText, stepId, type PlanStep } from './words.ts';

type Change = Schemas['Change'];

/** One change, as it goes and what became of it. */
export function ChangePage({ id }: { readonly id: string }) {
  const change = useOperation('change', { change: id });
  return change.data === undefined ? <Page title="Change"><Answer of={change}>{() => null}</Answer></Page> : <Shown change={change.data.answer} />;
}

function Shown({ change }: { readonly change: Change }) {
  const { id, title, person, state, startedAt, endedAt, steps, message, undoes, undoneBy, unsaved = [], wave, waves, paused } = change;
  const [, go] = useLocation();
  const [undoing, setUndoing] = useState(false);
  // What undoes a change has no plan of its own: what it does stands in that of the other, the other way round.
  const plan = useOperation('keptPlan', { plan: undoes ?? id });
  const planned = useMemo(() => new Map((plan.data?.answer.plan.steps ?? []).map((step) => [stepId(step), step])), [plan.data]);
  const { running } = changeWords[state];
  const done = steps.filter((step) => step.state !== 'pending').length;
  const site = { site: plan.data?.answer.plan.blastRadius.sites[0] ?? '' };
  const may = [useMay('operator', site), useMay('operator', 'organization')].includes(true);
  const pause = useAct('pauseChange');
  const resume = useAct('resumeChange');
  const abort = useAct('abortChange');
  const save = useAct('saveChange');
  const { ask, asked } = useConfirm();
  const error = pause.error ?? resume.error ?? abort.error ?? save.error;
  const mayControl = may && running && state !== 'reverting';
  const mayUndo = may && !running && state !== 'reverted-verified' && undoneBy === null && ![...planned.values()].some(({ commitClass }) => commitClass === 'irreversible');
  const [pauseIt, resumeIt, abortNow] = [pause.mutate, resume.mutate, abort.mutate];
  const abortIt = useCallback(() => ask({ title: 'Abort this change?', tells: 'No further step is done, and everything that it wrote so far is reverted and read back.', act: 'Abort and revert', run: () => abortNow({ change: id }) }), [ask, abortNow, id]);
  useActions(useMemo(() => [
    ...(mayControl ? [paused ? { id: 'resume', title: 'Let this change go on', run: () => resumeIt({ change: id }) } : { id: 'pause', title: 'Pause this change', hint: 'It waits after the step it is at', run: () => pauseIt({ change: id }) }, { id: 'abort', title: 'Abort this change', hint: 'Everything is put back', run: abortIt }] : []),
    ...(mayUndo ? [{ id: 'undo', title: 'Undo this change', run: () => setUndoing(true) }] : []),
  ], [mayControl, mayUndo, paused, id, pauseIt, resumeIt, abortIt]));
  return (
    <Page
      title={title}
      actions={<>
        {mayControl && !paused ? <Button variant="default" leftSection={<IconPlayerPause size={16} aria-hidden />} loading={pause.isPending} onClick={() => pause.mutate({ change: id })}>Pause</Button> : null}
        {mayControl && paused ? <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={resume.isPending} onClick={() => resume.mutate({ change: id })}>Go on</Button> : null}
        {mayControl ? <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} loading={abort.isPending} onClick={abortIt}>Abort and revert</Button> : null}
        {may && unsaved.length > 0 ? <Button leftSection={<IconDeviceFloppy size={16} aria-hidden />} loading={save.isPending} onClick={() => save.mutate({ change: id })}>Save on the devices</Button> : null}
        {mayUndo ? <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => setUndoing(true)}>Undo</Button> : null}
      </>}
    >
      <Group gap="md">
        <output aria-live="polite" style={{ display: 'flex' }}><ChangeMark change={change} /></output>
        <Text size="sm" c="dimmed">{person}, <When at={startedAt} />{endedAt === null ? '' : `, took ${durationBetween(startedAt, endedAt)}`} · {id}</Text>
      </Group>
      {asked}
      {error === null ? null : <Problem error={error} />}
      {running ? <div><Text size="sm" mb={4}>{done} of {count(steps.length, 'step')}{waves > 1 ? `, wave ${wave + 1} of ${waves}` : ''}</Text><Progress value={(done / Math.max(1, steps.length)) * 100} animated={!paused} aria-label={`${done} of ${steps.length} steps`} /></div> : null}
      {message === undefined || message === null ? null : <Notice tone={state === 'kept' ? 'info' : 'warning'} title={state === 'kept' ? 'About this' : running ? 'It is being reverted, because' : 'It was reverted, because'}>{message}</Notice>}
      {running && undoes === null ? <IfItGoesWrong plan={id} /> : null}
      {undoes === null ? null : <Text size="sm">It undoes <Anchor component={Link} href={`/${undoes}`}>this change</Anchor>.</Text>}
      {undoneBy === null ? null : <Text size="sm">It was undone by <Anchor component={Link} href={`/${undoneBy}`}>this change</Anchor>.</Text>}
      {state === 'failed-held' || state === 'reverted-unverified' ? <Notice tone="critical" title="It needs a person">Once the devices answer, undo it from here; the <Anchor component={Link} href="~/incidents">incidents</Anchor> say what may be where.</Notice> : null}
      {unsaved.map(({ device, deviceName, message: why }) => <Notice key={device} tone="warning" title={`${deviceName} runs it, and did not save it`}>{why ?? 'It was not told to yet.'} After a restart it has what it had before.</Notice>)}
      {[...Map.groupBy(steps, (step) => planned.get(stepId(step))?.wave ?? 0)].map(([of, ofWave]) => (
        <Stack key={of} gap="xs" component="section" aria-label={`Steps of wave ${of + 1}`}>
          {waves > 1 ? <Title order={2}>Wave {of + 1} of {waves}</Title> : <Title order={2}>Steps</Title>}
          {ofWave.map((step) => <StepLine key={stepId(step)} step={step} planned={planned.get(stepId(step))} back={undoes !== null} told={message ?? null} />)}
        </Stack>
      ))}
      {undoing ? <UndoDialog change={change} planned={planned} close={() => setUndoing(false)} begun={(by) => { setUndoing(false); go(`/${by}`); }} /> : null}
    </Page>
  );
}

interface StepLineProps {
  readonly step: Change['steps'][number];
  readonly planned: PlanStep | undefined;
  readonly back: boolean;
  /** What is said of the whole already. */
  readonly told: string | null;
}

function StepLine({ step, planned, back, told }: StepLineProps) {
  const [opened, setOpened] = useState(false);
  const Icon = opened ? IconChevronDown : IconChevronRight;
  const name = `${planned?.deviceName ?? step.device}: ${resourceText(step)}`;
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="start" gap="sm">
        <div style={{ minWidth: 0 }}>
          {planned === undefined ? <Text size="sm" fw={500}>{name}</Text> : (
            <UnstyledButton aria-expanded={opened} onClick={() => setOpened(!opened)}><Group gap={4} wrap="nowrap" align="start"><Icon size={16} aria-hidden style={{ flexShrink: 0, marginTop: 3 }} /><Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>{name}</Text></Group></UnstyledButton>
          )}
          {step.message === null ? null : <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{step.message === told ? 'It failed here.' : step.message}</Text>}
        </div>
        <StepMark state={step.state} />
      </Group>
      {planned === undefined ? null : <Collapse expanded={opened}>{opened ? <Stack mt="sm"><Differences of={[{ title: resourceText(planned), kind: 'changed', differences: planned.differences.map((one) => (back ? { path: one.path, before: one.after, after: one.before } : one)) }]} /></Stack> : null}</Collapse>}
    </Paper>
  );
}
