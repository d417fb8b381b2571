import { Anchor, Button, Group, Paper, Stack, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Schemas } from '../api/index.ts';
import { Answer, Radius } from '../parts/index.ts';

/** What a plan would take along if it went wrong, beside the picture of it. */
export function PlanPanel({ behind, close }: { readonly behind: UseQueryResult<{ readonly answer: Schemas['PlanBehind'] }>; readonly close: () => void }) {
  return (
    <Paper withBorder p="md" component="section" aria-label="If the plan goes wrong">
      <Answer of={behind}>{(radius) => (
        <Stack gap="sm">
          <Title order={2} fz="md">If “{radius.title}” goes wrong</Title>
          <Group gap="sm"><Anchor component={Link} href={`~/changes/plans/${radius.plan}`} size="sm">Open the plan</Anchor><Button variant="subtle" size="compact-xs" onClick={close}>Show without it</Button></Group>
          <Radius of={radius} />
        </Stack>
      )}</Answer>
    </Paper>
  );
}
