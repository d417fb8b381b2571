import { Button, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useAct } from '../../api/index.ts';
import { Differences, Problem } from '../../parts/index.ts';

/** What it would take to have a version again: nothing is done before somebody says so. */
export function RestorePlan({ device, version, close }: { readonly device: string; readonly version: number; readonly close: () => void }) {
  const [, go] = useLocation();
  const planned = useAct('restoreVersion');
  const apply = useAct('apply', { done: ({ id }) => go(`~/changes/${id}`) });
  const { mutate } = planned;
  useEffect(() => mutate({ device, version }), [mutate, device, version]);
  const told = planned.data?.answer;
  return (
    <Paper withBorder p="md" component="section" aria-label={`Plan back to version ${version}`}>
      <Stack>
        <Group justify="space-between"><Title order={2} fz="md">Back to version {version}</Title><Button variant="subtle" size="compact-sm" onClick={close}>Close</Button></Group>
        {planned.isPending ? <Group component="output" gap="xs"><Loader size="xs" aria-hidden /><Text size="sm">The device is read, to see what differs from version {version}.</Text></Group> : null}
        {planned.error === null ? null : <Problem error={planned.error} />}
        {told === undefined ? null : (
          <>
            <Text size="sm">{told.plan.steps.length === 0 ? 'The device has all of it already.' : `${told.plan.steps.length} steps${told.plan.approvals > 0 ? `; ${told.plan.approvals} approvals are needed` : ''}${told.plan.blastRadius.behind.length > 0 ? `; behind it: ${told.plan.blastRadius.behind.join(', ')}` : ''}.`}</Text>
            <Differences of={told.plan.steps.map(({ resource, key, differences }) => ({ title: [resource, ...Object.values(key).map(String)].join(' '), kind: 'changed', differences }))} />
            {told.leftOut.length === 0 ? null : <Text size="sm" c="dimmed">Left out: {told.leftOut.map(({ title, reason }) => `${title} (${reason})`).join('; ')}</Text>}
            {apply.error === null ? null : <Problem error={apply.error} />}
            {told.plan.steps.length === 0 ? null : <Group><Button loading={apply.isPending} onClick={() => apply.mutate({ plan: told.plan })}>Apply</Button><Text size="xs" c="dimmed">It is checked afterwards, and undone by itself if a check gets worse.</Text></Group>}
          </>
        )}
      </Stack>
    </Paper>
  );
}
