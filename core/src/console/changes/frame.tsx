import { Badge, Button, Tabs } from '@mantine/core';
import { IconPencilPlus } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useOperation } from '../api/index.ts';
import { Page } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { StopButton, useActions } from '../shell/index.ts';

export type List = '/' | '/plans' | '/drift';

/** The lists around changes, and the way from one to the other. */
export function ListsOfChanges({ shown, children }: { readonly shown: List; readonly children: ReactNode }) {
  const [, go] = useLocation();
  const mayWrite = useMay('operator', 'any');
  const waiting = useOperation('plans', { limit: 100 }).data?.answer.items.length ?? 0;
  useActions(useMemo(() => [
    ...(mayWrite ? [{ id: 'write change', title: 'Write a change', hint: 'What devices are to have, by form or as YAML', run: () => go('/write') }] : []),
    { id: 'waiting plans', title: 'Show plans that wait', hint: 'To be approved or applied', run: () => go('/plans') }, { id: 'drift', title: 'Show drift', hint: 'What no longer equals what was pushed', run: () => go('/drift') },
  ], [go, mayWrite]));
  return (
    <Page title="Changes" actions={<><StopButton />{mayWrite ? <Button component={Link} href="/write" leftSection={<IconPencilPlus size={16} aria-hidden />}>Write a change</Button> : null}</>}>
      <Tabs value={shown} onChange={(to) => { if (to !== null) go(to); }} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="/">Changes</Tabs.Tab>
          <Tabs.Tab value="/plans" rightSection={waiting === 0 ? null : <Badge size="sm" variant="default">{waiting}</Badge>}>Plans that wait</Tabs.Tab>
          <Tabs.Tab value="/drift">Drift</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={shown}>{children}</Tabs.Panel>
        {(['/', '/plans', '/drift'] as const).filter((other) => other !== shown).map((other) => <Tabs.Panel key={other} value={other}>{null}</Tabs.Panel>)}
      </Tabs>
    </Page>
  );
}
