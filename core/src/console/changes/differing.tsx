import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { Differences } from '../parts/index.ts';
import { classWords, resourceText, stepId, type PlanStep } from './words.ts';

/** Steps as they would be done, device by device: what is there beside what will be. `back` shows them the other way round. */
export function StepsDiffer({ steps, back = false }: { readonly steps: readonly PlanStep[]; readonly back?: boolean }) {
  return (
    <Stack gap="md">
      {[...Map.groupBy(steps, ({ device }) => device)].map(([device, ofDevice]) => (
        <Paper key={device} withBorder p="md" component="section" aria-label={ofDevice[0]?.deviceName ?? device}>
          <Group justify="space-between" mb="sm"><Title order={3}><Anchor component={Link} href={`~/devices/${device}`} inherit>{ofDevice[0]?.deviceName ?? device}</Anchor></Title></Group>
          <Stack gap="lg">
            {ofDevice.map((step) => (
              <div key={stepId(step)}>
                <Differences of={[{ title: resourceText(step), kind: 'changed', differences: step.differences.map(({ path, before, after }) => (back ? { path, before: after, after: before } : { path, before, after })) }]} />
                <Text size="xs" mt={4} c={step.commitClass === 'irreversible' ? 'var(--state-critical)' : 'dimmed'}>{step.plugin} {step.pluginVersion}. {classWords[step.commitClass]}</Text>
              </div>
            ))}
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}
