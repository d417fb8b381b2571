import { Badge, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconClock, IconHelpCircle } from '@tabler/icons-react';
import { statesBySeverity, type State } from './severity.ts';

const icons = { ok: IconCircleCheck, warning: IconAlertTriangle, critical: IconCircleX, unknown: IconHelpCircle, pending: IconClock };

const colourOf = (state: State): string => `var(--state-${state === 'pending' ? 'unknown' : state})`;

/** A state by word, shape and colour: nobody has to tell red from green. */
export function StateBadge({ state }: { readonly state: State | null }) {
  const shown = state ?? 'pending';
  const Icon = icons[shown];
  return <Badge variant="transparent" px={0} tt="none" fw={600} style={{ flexShrink: 0 }} c={colourOf(shown)} leftSection={<Icon size={16} aria-hidden />}>{state ?? 'no checks'}</Badge>;
}

/** How many checks are in each state that is not 0. */
export function StateCounts({ counts }: { readonly counts: { readonly [Name in State]: number } }) {
  const shown = statesBySeverity.filter((state) => counts[state] > 0);
  if (shown.length === 0) return <Text size="sm" c="dimmed">no checks yet</Text>;
  return (
    <Group gap="sm" style={{ rowGap: 0 }}>
      {shown.map((state) => {
        const Icon = icons[state];
        return <Group key={state} gap={4} c={colourOf(state)}><Icon size={16} aria-hidden /><Text size="sm" span>{counts[state]} {state}</Text></Group>;
      })}
    </Group>
  );
}
