import { Group, Text } from '@mantine/core';
import { IconAccessPoint, IconAccessPointOff } from '@tabler/icons-react';
import { useLive } from '../api/index.ts';

/** Whether what is shown is what is so now. */
export function LiveMark() {
  const live = useLive() === 'live';
  const Icon = live ? IconAccessPoint : IconAccessPointOff;
  return (
    <Group component="output" gap={4} wrap="nowrap" c={live ? 'var(--state-ok)' : 'var(--state-warning)'} title={live ? 'Shown is what is so now.' : 'The host does not answer: what is shown may be old. It is asked again by itself.'}>
      <Icon size={16} aria-hidden /><Text size="xs" span visibleFrom="xs">{live ? 'live' : 'connecting'}</Text>
    </Group>
  );
}
