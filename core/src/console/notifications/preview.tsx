import { Paper, Stack, Text, Title } from '@mantine/core';
import { StateBadge } from '../parts/index.ts';
import classes from './notifications.module.css';
import type { Telling } from './tellings.ts';

/** Who is told of what, and when: what all routes of a place come to. */
export function Preview({ of, place }: { readonly of: readonly Telling[]; readonly place: string }) {
  return (
    <Paper withBorder p="md" component="section" aria-label="Who is told">
      <Title order={2} mb="xs">What happens at {place}</Title>
      <Stack gap="xs" component="dl" m={0}>
        {of.map(({ state, steps }) => (
          <div key={state} className={classes.telling ?? ''}>
            <dt><StateBadge state={state} /></dt>
            <dd>
              {steps.length === 0 ? <Text size="sm" c="dimmed">nobody is told</Text> : <ol className={classes.steps ?? ''}>{steps.map((step) => <li key={step}>{step}</li>)}</ol>}
            </dd>
          </div>
        ))}
      </Stack>
      <Text size="xs" c="dimmed" mt="xs">Nobody is told of what is under maintenance; what is resolved before its time comes is not told of at all.</Text>
    </Paper>
  );
}
