import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAct, type Schemas } from '../api/index.ts';
import { Problem, useConfirm } from '../parts/index.ts';
import type { SaidEntry } from './said-entries.ts';

interface EntryCardProps {
  readonly now: Schemas['SettingsForm'];
  readonly entry: SaidEntry;
  /** The key that holds it, such as `notifications.routes`. */
  readonly under: string;
  /** What it is, such as `route`. */
  readonly what: string;
  readonly edit: () => void;
  /** What else can be done with it. */
  readonly actions?: ReactNode;
  /** What becomes of it when it is removed. */
  readonly removed: string;
  /** One of a level above can be taken away here. */
  readonly canHide?: boolean;
  readonly children: ReactNode;
}

/** Something that settings say, with who says it, and what can be done about it. */
export function EntryCard({ now, entry: { name, own, inherited, from }, under, what, edit, actions, removed, canHide = false, children }: EntryCardProps) {
  const remove = useAct('setConfiguration');
  const { ask, asked } = useConfirm();
  const key = `${under}.${name}`;
  const takeAway = (): void => {
    if (own === null || (inherited && canHide)) remove.mutate({ at: now.at, set: [{ key, value: null }], unset: [], ifMatch: now.etag });
    else remove.mutate({ at: now.at, set: [], unset: [key], ifMatch: now.etag });
  };
  return (
    <Paper withBorder p="sm" component="article" aria-label={`${what} ${name}`}>
      <Group justify="space-between" align="start" gap="xs">
        <Stack gap={2} flex={1} miw={200}>
          <Title order={3}>{name}</Title>
          {children}
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{from === '' ? '' : `from ${from}`}</Text>
        </Stack>
        <Group gap="xs">
          {actions}
          {now.writable ? <Button size="xs" variant="default" aria-label={`Edit ${what} ${name}`} onClick={edit}>Edit</Button> : null}
          {now.writable && (own !== null || canHide) ? (
            <Button size="xs" variant="default" loading={remove.isPending} aria-label={`Remove ${what} ${name}`} onClick={() => ask({ title: `Remove the ${what} ${name}?`, tells: own !== null && inherited && !canHide ? `What ${now.at} says of it is taken out of ${now.file}; what a level above says counts then.` : `${removed} It is written to ${now.file}.`, act: 'Remove it', run: takeAway })}>Remove</Button>
          ) : null}
        </Group>
      </Group>
      {asked}
      {remove.error === null ? null : <Problem error={remove.error} />}
    </Paper>
  );
}
