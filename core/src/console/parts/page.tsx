import { Group, Stack, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

/** A page: its title, what can be done on it, and what it shows. */
export function Page({ title, actions, children }: { readonly title: string; readonly actions?: ReactNode; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Jackfield`;
  }, [title]);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm"><Title order={1}>{title}</Title>{actions === undefined ? null : <Group gap="xs">{actions}</Group>}</Group>
      {children}
    </Stack>
  );
}
