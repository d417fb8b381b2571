import { Group, List, Stack, Text, Title } from '@mantine/core';
import { useOperation, type Schemas } from '../../api/index.ts';
import { Answer, Empty, Notice, When } from '../../parts/index.ts';
import { BeginRecovery } from './begin-recovery.tsx';
import { nextStep, type Told } from './next-step.ts';
import { RecoveryStep } from './recovery-step.tsx';

/** Replacing a lost device, step by step: what the host sees done, and what a person says is. */
export function Recovery({ device: { id, name } }: { readonly device: Pick<Schemas['DeviceDetail'], 'id' | 'name'> }) {
  const history = useOperation('history', { device: id });
  return <Answer of={history}>{({ versions }) => (versions.length === 0 ? <Empty title="Nothing of it is remembered yet">What a device is to have again comes from the versions of its configuration. The host reads {name} now and then; under Configuration it is read at once.</Empty> : <Standing device={id} />)}</Answer>;
}

function Standing({ device }: { readonly device: string }) {
  const recovery = useOperation('recovery', { device }, { everyMs: 10_000 });
  return <Answer of={recovery}>{(told) => <Steps told={told} />}</Answer>;
}

function Steps({ told }: { readonly told: Told }) {
  const { device, deviceName, replacement, replacementName, version, versionSeenAt, begun, steps, leftOut, cautions } = told;
  const next = nextStep(told);
  const onto = replacement === device ? deviceName : `${deviceName} onto ${replacementName}`;
  return (
    <Stack>
      <Group justify="space-between" align="start">
        <div>
          <Title order={2} fz="md">{begun === null ? `If ${deviceName} were lost` : `Recovery of ${onto}`}</Title>
          <Text size="sm" c="dimmed">{version === 0 ? null : <>Version {version} of its configuration, seen <When at={versionSeenAt} /></>}{begun === null ? '' : <> · begun by {begun.person}, <When at={begun.at} /></>}</Text>
        </div>
        <BeginRecovery told={told} />
      </Group>
      {begun !== null && next === null ? <Notice title="All is done">Every step was seen done, or said to be.</Notice> : null}
      <Stack component="ol" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Steps">
        {steps.map((step, at) => <RecoveryStep key={`${step.kind} ${step.name}`} device={device} replacement={replacement} step={step} number={at + 1} isNext={step === next} mayDo={begun !== null} />)}
      </Stack>
      {cautions.length === 0 ? null : <Notice tone="warning" title="To be thought of"><List size="sm">{cautions.map((caution) => <List.Item key={caution}>{caution}</List.Item>)}</List></Notice>}
      {leftOut.length === 0 ? null : <Notice tone="warning" title="By hand"><List size="sm">{leftOut.map(({ title, path, reason }) => <List.Item key={`${title} ${path ?? ''}`}>{title}{path === null ? '' : ` ${path}`}: {reason}</List.Item>)}</List></Notice>}
    </Stack>
  );
}
