import { Progress, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useApi, type Schemas } from '../../api/index.ts';
import { Problem } from '../../parts/index.ts';

/** How far it is; null when nothing runs. */
export interface Running {
  readonly progress: { readonly done: number; readonly total: number; readonly waiting: readonly string[] } | null;
  readonly error: Error | null;
  readonly run: () => void;
}

/** Runs the checks of a device now, each by a request of its own: so it is seen how many are done, and which are awaited. */
export function useRunChecks(device: string, checks: readonly Schemas['Check'][]): Running {
  const api = useApi();
  const queries = useQueryClient();
  const [progress, setProgress] = useState<Running['progress']>(null);
  const [error, setError] = useState<Error | null>(null);
  const run = useCallback(() => {
    const titles = new Map(checks.map(({ check, title }) => [check, title]));
    const waiting = new Map(titles);
    const tell = (): void => setProgress(waiting.size === 0 ? null : { done: titles.size - waiting.size, total: titles.size, waiting: [...waiting.values()] });
    setError(null);
    tell();
    for (const check of titles.keys()) {
      void api.call('runChecks', { device, check }).catch((reason: unknown) => setError(reason instanceof Error ? reason : new Error(String(reason)))).finally(() => {
        waiting.delete(check);
        tell();
        void queries.invalidateQueries({ queryKey: ['device'] });
      });
    }
  }, [api, queries, device, checks]);
  return { progress, error, run };
}

export function RunProgress({ of: { progress, error } }: { readonly of: Running }) {
  if (error !== null) return <Problem error={error} />;
  if (progress === null) return null;
  return (
    <Stack component="output" gap={2} w={200}>
      <Progress value={(progress.done / progress.total) * 100} aria-label={`${progress.done} of ${progress.total} checks ran`} />
      <Text size="xs" c="dimmed" truncate>{progress.done} of {progress.total} · {progress.waiting[0]}</Text>
    </Stack>
  );
}
