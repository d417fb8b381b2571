import { Badge, Button, Tabs } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useOperation } from '../api/index.ts';
import { Page } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { MaintenanceDialog } from './maintenance-dialog.tsx';

const lists = ['/', '/tasks', '/maintenance'] as const;

/** The lists around incidents, and the way from one to the other. */
export function ListsOfIncidents({ shown, children }: { readonly shown: (typeof lists)[number]; readonly children: ReactNode }) {
  const [, go] = useLocation();
  const [working, setWorking] = useState(false);
  const may = useMay('operator', 'any');
  const tasks = useOperation('tasks', { mine: true, limit: 100 }).data?.answer.items.length ?? 0;
  const maintenance = useOperation('maintenance', { limit: 100 }).data?.answer.items.length ?? 0;
  useActions(useMemo(() => [
    { id: 'my tasks', title: 'Show my tasks', run: () => go('/tasks') }, { id: 'maintenance', title: 'Show maintenance in force', run: () => go('/maintenance') },
    ...(may ? [{ id: 'begin maintenance', title: 'Begin a maintenance', hint: 'Nobody is called for what is worked on', run: () => setWorking(true) }] : []),
  ], [go, may]));
  const number = (of: number): ReactNode => (of === 0 ? null : <Badge size="sm" variant="default">{of}</Badge>);
  return (
    <Page title="Incidents" actions={may ? <Button variant="default" leftSection={<IconTool size={16} aria-hidden />} onClick={() => setWorking(true)}>Begin a maintenance</Button> : undefined}>
      <Tabs value={shown} onChange={(to) => { if (to !== null) go(to); }} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="/">Incidents</Tabs.Tab>
          <Tabs.Tab value="/tasks" rightSection={number(tasks)}>My tasks</Tabs.Tab>
          <Tabs.Tab value="/maintenance" rightSection={number(maintenance)}>Maintenance</Tabs.Tab>
        </Tabs.List>
        {lists.map((list) => <Tabs.Panel key={list} value={list}>{list === shown ? children : null}</Tabs.Panel>)}
      </Tabs>
      {working ? <MaintenanceDialog close={() => setWorking(false)} /> : null}
    </Page>
  );
}
