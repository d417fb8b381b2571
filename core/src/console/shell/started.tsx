import { CloseButton, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { useAct, useApi, type Schemas } from '../api/index.ts';
import { Problem, StateBadge } from '../parts/index.ts';
import { ofWhat, type Contributed } from './contributed.ts';
import classes from './shell.module.css';

interface Wanted {
  readonly command: Contributed;
  /** Id of the device. */
  readonly device: string;
}

export interface Started {
  readonly start: (wanted: Wanted) => void;
  /** What there is to tell of; null when it was a page that is shown. */
  readonly command: Contributed | null;
  readonly results: readonly Schemas['Check'][] | null;
  /** It is not offered on the device any more. */
  readonly isGone: boolean;
  readonly error: Error | null;
  readonly close: () => void;
}

/** Starts what plugins contribute: the page that shows it is opened, and a check is run. */
export function useStarted(): Started {
  const api = useApi();
  const [, go] = useLocation();
  const run = useAct('runChecks');
  const begin = useMutation({
    mutationFn: async ({ command, device }: Wanted) => {
      // Of a command that was listed for any device the host says now what it is on this one.
      const on = command.page === null ? (await api.call('commands', { device })).answer.commands.find(({ id }) => id === command.id) : command;
      if (on?.page === null || on === undefined) return null;
      go(on.page);
      return on;
    },
    onSuccess: (on, { device }) => {
      if (on?.starts.kind === 'check') run.mutate({ device, check: on.starts.check, plugin: on.plugin });
    },
  });
  const error = begin.error ?? run.error;
  const isGone = begin.data === null;
  const isTold = error !== null || isGone || (begin.variables?.command.starts.kind === 'check' && !begin.isIdle);
  return {
    start: (wanted) => {
      run.reset();
      begin.mutate(wanted);
    },
    command: isTold ? (begin.variables?.command ?? null) : null, results: run.data?.answer ?? null, isGone, error,
    close: () => {
      begin.reset();
      run.reset();
    },
  };
}

/** What becomes of a check that was started, wherever one is by now. */
export function StartedCommand({ of: { command, results, isGone, error, close } }: { readonly of: Started }) {
  return (
    <output className={classes.started ?? ''}>
      {command === null ? null : (
        <Paper withBorder shadow="md" p="sm">
          <Stack gap={6}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <div><Text size="sm" fw={600}>{command.title}</Text><Text size="xs" c="dimmed">{ofWhat(command)}</Text></div>
              <CloseButton size="sm" aria-label="Close what was started" onClick={close} />
            </Group>
            {error === null ? null : <Problem error={error} />}
            {error === null && results === null ? <Text size="sm">{isGone ? 'It is not offered on this device any more.' : 'The check runs…'}</Text> : null}
            {results?.map(({ check, title, state, summary }) => (
              <Group key={check} gap="xs" align="flex-start" wrap="nowrap"><StateBadge state={state === 'pending' ? null : state} /><Text size="sm">{title}: {summary}</Text></Group>
            ))}
          </Stack>
        </Paper>
      )}
    </output>
  );
}
