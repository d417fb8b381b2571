import { Anchor, Button, Code, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconPlayerPlay, IconUrgent } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, duration, Notice, Page, Problem, When } from '../parts/index.ts';
import { useMay, usePerson } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { ApplyDialog } from './apply-dialog.tsx';
import { IfItGoesWrong } from './if-it-goes-wrong.tsx';
import { StepsDiffer } from './differing.tsx';
import { count, windowWords } from './words.ts';

/** One plan: exactly what would be done, and what it waits for. */
export function PlanPage({ id }: { readonly id: string }) {
  const kept = useOperation('keptPlan', { plan: id });
  return kept.data === undefined ? <Page title="Plan"><Answer of={kept}>{() => null}</Answer></Page> : <Plan kept={kept.data.answer} />;
}

function Plan({ kept: { plan, given, change } }: { readonly kept: Schemas['KeptPlan'] }) {
  const { title, author, createdAt, expiresAt, steps, unchanged, approvals, hash, blastRadius, rollout, windows, cautions = [], warnings = [] } = plan;
  const person = usePerson();
  const [, go] = useLocation();
  const [asked, setAsked] = useState<'apply' | 'emergency' | null>(null);
  const approve = useAct('approve');
  const by = given.filter((one) => one.person !== author);
  const missing = Math.max(0, approvals - by.length);
  const irreversible = steps.some(({ commitClass }) => commitClass === 'irreversible');
  // The host asks for the role at every site of the plan; one of them stands for whether the button is of use.
  const site = blastRadius.sites[0] ?? '';
  const mayApply = useMay('operator', { site }) && change === null;
  const mayApprove = useMay('approver', { site }) && change === null && author !== person && approvals > 0 && !by.some((one) => one.person === person);
  const mayRush = useMay('manager', { site }) && change === null;
  const { mutate } = approve;
  useActions(useMemo(() => [
    ...(mayApply ? [{ id: 'apply plan', title: 'Apply this plan', hint: title, run: () => setAsked('apply') }] : []),
    ...(mayApprove ? [{ id: 'approve plan', title: 'Approve this plan', hint: title, run: () => mutate({ plan }) }] : []),
    { id: 'plan topology', title: 'Show in the topology what is cut off if this plan goes wrong', hint: title, run: () => go(`~/topology/${site}?plan=${plan.id}`) },
  ], [mayApply, mayApprove, mutate, plan, title, site, go]));
  return (
    <Page
      title={title}
      actions={<>
        {mayApprove ? <Button variant={missing > 0 ? 'filled' : 'default'} leftSection={<IconCheck size={16} aria-hidden />} loading={approve.isPending} onClick={() => approve.mutate({ plan })}>Approve</Button> : null}
        {mayRush && ((missing > 0 && !irreversible) || windows.length > 0) ? <Button variant="default" leftSection={<IconUrgent size={16} aria-hidden />} onClick={() => setAsked('emergency')}>Apply in an emergency</Button> : null}
        {mayApply ? <Button disabled={missing > 0 || warnings.length > 0} variant={missing > 0 ? 'default' : 'filled'} leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => setAsked('apply')}>Apply</Button> : null}
      </>}
    >
      <Text size="sm" c="dimmed">Planned by {author}, <When at={createdAt} />. {change === null ? <>It expires <When at={expiresAt} />.</> : <>It became <Anchor component={Link} href={`/${change}`}>this change</Anchor>.</>}</Text>
      {approve.error === null ? null : <Problem error={approve.error} />}
      {[...warnings, ...cautions].map((text) => <Notice key={text} tone="warning" title={warnings.includes(text) ? 'As it is, it cannot be applied' : 'To be thought of'}>{text}</Notice>)}
      {irreversible ? <Notice tone="critical" title="Nobody can undo this">What it takes away is gone. That is why somebody else than its author approves it.</Notice> : null}
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Fact title="Reaches">{count(steps.length, 'step')} on {count(blastRadius.devices.length, 'device')} at {blastRadius.sites.join(', ')}{unchanged === 0 ? '' : `; ${unchanged} as wanted already`}</Fact>
        <Fact title="How it goes">{irreversible ? 'All at once; what was done stays done.' : rollout.waves <= 1 ? 'All in one wave; the first failure reverts everything.' : `${rollout.waves} waves, each left alone for ${duration(rollout.soakMs)}; ${rollout.maxFailures === 0 ? 'the first failure reverts everything.' : `more than ${count(rollout.maxFailures, 'failure')} revert everything.`}`}{windows.length === 0 ? '' : ` Only from ${windows.map(windowWords).join(', and ')}.`}</Fact>
        <Fact title="Approvals">{approvals === 0 ? 'It needs none.' : <><Text span fw={600} c={missing > 0 ? 'var(--state-warning)' : 'var(--state-ok)'}>{by.length} of {approvals}</Text>{by.length === 0 ? ', by others than its author' : `: ${by.map((one) => one.person).join(', ')}`}</>}</Fact>
      </SimpleGrid>
      {steps.length === 0 ? null : <IfItGoesWrong plan={plan.id} />}
      {[...Map.groupBy(steps, ({ wave }) => wave)].map(([wave, ofWave]) => (
        <Stack key={wave} gap="xs" component="section" aria-label={`Wave ${wave + 1}`}>
          {rollout.waves > 1 ? <Title order={2}>Wave {wave + 1} of {rollout.waves}</Title> : null}
          <StepsDiffer steps={ofWave} />
        </Stack>
      ))}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>sha256 <Code fz="xs">{hash}</Code>: an approval is of exactly this, and nothing else is applied.</Text>
      {asked === null ? null : <ApplyDialog plan={plan} emergency={asked === 'emergency'} irreversible={irreversible} close={() => setAsked(null)} begun={(of) => go(`/${of}`)} />}
    </Page>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return <Paper withBorder p="sm"><Text size="xs" c="dimmed">{title}</Text><Text size="sm" component="div">{children}</Text></Paper>;
}
