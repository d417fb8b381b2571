import { Anchor, Badge, Button, Code, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { IconCircle, IconCircleCheck, IconCircleDot } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { useAct } from '../../api/index.ts';
import { Differences, Problem, useConfirm, When } from '../../parts/index.ts';
import { stepAdvice, stepTitle, type Step } from './next-step.ts';

interface RecoveryStepProps {
  readonly device: string;
  readonly replacement: string;
  readonly step: Step;
  readonly number: number;
  readonly isNext: boolean;
  /** The recovery is begun. */
  readonly mayDo: boolean;
}

const marks = { done: { word: 'done', tone: 'var(--state-ok)', icon: IconCircleCheck }, next: { word: 'next', tone: 'var(--state-warning)', icon: IconCircleDot }, open: { word: 'open', tone: 'var(--state-unknown)', icon: IconCircle } };

/** One step: how it stands, what a person does for it, and the way to say or do it. */
export function RecoveryStep({ device, replacement, step, number, isNext, mayDo }: RecoveryStepProps) {
  const { kind, name, done, summary, person, at, copies } = step;
  const say = useAct('recovered');
  const { ask, asked } = useConfirm();
  const { word, tone, icon: Icon } = marks[done ? 'done' : isNext ? 'next' : 'open'];
  return (
    <Paper withBorder p="sm" component="li" {...(isNext ? { 'aria-current': 'step' as const } : {})}>
      <Group justify="space-between" align="start" gap="sm" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text fw={500}>{number}. {stepTitle(step)}</Text>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{summary}{at === null ? null : <Text span size="sm" c="dimmed"> · {person === null ? '' : `${person}, `}<When at={at} /></Text>}</Text>
        </div>
        <Badge variant="transparent" px={0} tt="none" fw={600} style={{ flexShrink: 0 }} c={tone} leftSection={<Icon size={16} aria-hidden />}>{word}</Badge>
      </Group>
      {done ? null : <Text size="sm" c="dimmed">{stepAdvice(step)}</Text>}
      {done ? null : copies.map((copy) => (
        <Stack key={`${copy.deviceName} ${copy.site}`} gap={2} mt={4}>
          <Text size="sm">{copy.deviceName} at {copy.site}: {copy.copiedAt === null ? 'no good copy' : <>copied <When at={copy.copiedAt} /></>}</Text>
          {copy.command === '' ? null : <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{copy.command}</Code>}
        </Stack>
      ))}
      {asked}
      {say.error === null ? null : <Problem error={say.error} />}
      {!mayDo || done ? null : (
        <Group gap="xs" mt="xs">
          {kind === 'replacement' ? <Button size="xs" variant="default" component={Link} href="~/devices/discovery">To the discovery</Button> : null}
          {kind === 'data' ? <Button size="xs" variant="default" loading={say.isPending} onClick={() => ask({ title: `Is ${name} restored?`, tells: 'You say that you looked at what was restored. It stands here under your name, and in the audit.', act: 'It is restored', calm: true, run: () => say.mutate({ device, step: name }) })}>It is restored…</Button> : null}
          {kind === 'checks' && isNext ? <Anchor component={Link} href={`~/devices/${replacement}`} size="sm">To its checks</Anchor> : null}
        </Group>
      )}
      {kind === 'configuration' && mayDo && isNext ? <PlanStep device={device} /> : null}
    </Paper>
  );
}

/** The remembered configuration, planned for the replacement. */
function PlanStep({ device }: { readonly device: string }) {
  const [, go] = useLocation();
  const plan = useAct('planRecovery');
  const told = plan.data?.answer;
  return (
    <Stack gap="xs" mt="xs">
      <Group gap="sm"><Button size="xs" variant="default" disabled={plan.isPending} onClick={() => plan.mutate({ device })}>Plan it</Button>{plan.isPending ? <Group component="output" gap="xs"><Loader size="xs" aria-hidden /><Text size="sm">The replacement is read.</Text></Group> : null}</Group>
      {plan.error === null ? null : <Problem error={plan.error} />}
      {told === undefined ? null : told.plan.steps.length === 0 ? <Text size="sm">It has all of it already.</Text> : (
        <>
          <Differences of={told.plan.steps.map(({ resource, key, differences }) => ({ title: [resource, ...Object.values(key).map(String)].join(' '), kind: 'changed', differences }))} />
          <Group><Button size="xs" onClick={() => go(`~/changes/plans/${told.plan.id}`)}>To the plan</Button></Group>
        </>
      )}
    </Stack>
  );
}
