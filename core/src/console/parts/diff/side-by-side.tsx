import { Badge, Code, Group, Stack, Text, Title } from '@mantine/core';
import type { Schemas } from '../../api/index.ts';
import { Diff } from './diff.tsx';
import { valueText } from './diff-rows.ts';

/** What of one thing differs: fields with their values before and after, as plans, versions and drift tell it. */
export interface Differing {
  readonly title: string;
  /** `unchanged`: shown as it is. */
  readonly kind: Schemas['ItemDifference']['kind'] | 'unchanged';
  readonly differences: readonly Schemas['Difference'][];
}

const words = { changed: { word: '~ changed', colour: 'warning' }, added: { word: '+ added', colour: 'ok' }, removed: { word: '− removed', colour: 'critical' }, unchanged: { word: '', colour: 'unknown' } } as const;

/** Things that differ, each field side by side. */
export function SideBySide({ of }: { readonly of: readonly Differing[] }) {
  return (
    <Stack gap="lg">
      {of.map(({ title, kind, differences }) => (
        <Stack key={title} gap={6} component="section" aria-label={title}>
          <Group gap="xs"><Title order={3}>{title}</Title><Badge variant="transparent" px={0} tt="none" c={`var(--state-${words[kind].colour})`}>{words[kind].word}</Badge></Group>
          {differences.map(({ path, before, after }) => (
            <div key={path}>
              <Text size="xs" c="dimmed" ff="monospace">{path === '' ? 'the whole' : path}</Text>
              {kind === 'unchanged' ? <Code block>{valueText(after)}</Code> : <Diff before={valueText(before)} after={valueText(after)} label={`${title}: ${path}, before and after`} />}
            </div>
          ))}
        </Stack>
      ))}
    </Stack>
  );
}
