import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** Nothing is there: says what would be, and how one gets it. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper p="xl" withBorder>
      <Stack gap="xs" align="center" ta="center"><Title order={3}>{title}</Title><Text c="dimmed" component="div">{children}</Text></Stack>
    </Paper>
  );
}
