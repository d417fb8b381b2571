import { Badge, Stack, Tabs } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useOperation } from '../api/index.ts';
import { isWaiting } from '../hostkeys/index.ts';
import { Page } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { useActions } from '../shell/index.ts';

const lists = ['/', '/discovery', '/hostkeys', '/traps'] as const;

interface ListsOfDevicesProps {
  readonly shown: (typeof lists)[number];
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What there is, what is looked for, and which keys devices have: the way from one to the other. */
export function ListsOfDevices({ shown, actions, children }: ListsOfDevicesProps) {
  const [, go] = useLocation();
  const operates = useMay('operator', 'any');
  const proposals = useOperation('proposals', {}).data?.answer.length ?? 0;
  const keys = useOperation('hostKeys', {}, { enabled: operates }).data?.answer.filter(isWaiting).length ?? 0;
  useActions(useMemo(() => (operates ? [
    { id: 'discovery', title: 'Discover devices…', hint: 'At a site, in a network, or everywhere', run: () => go('/discovery') }, { id: 'merges', title: 'Show devices that may be one', run: () => go('/discovery') }, { id: 'host keys', title: 'Show host keys', hint: 'Those that wait for a person first', run: () => go('/hostkeys') }, { id: 'traps', title: 'Show traps that came', run: () => go('/traps') },
  ] : []), [go, operates]));
  const number = (of: number, what: string): ReactNode => (of === 0 ? null : <Badge size="sm" variant="default" aria-label={`${of} ${what}`}>{of}</Badge>);
  const page = <Tabs.Panel value={shown}><Stack gap="md">{children}</Stack></Tabs.Panel>;
  return (
    <Page title="Devices" actions={actions}>
      {operates ? (
        <Tabs value={shown} onChange={(to) => { if (to !== null) go(to); }} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="/">Devices</Tabs.Tab>
            <Tabs.Tab value="/discovery" rightSection={number(proposals, 'may be one')}>Discovery</Tabs.Tab>
            <Tabs.Tab value="/hostkeys" rightSection={number(keys, 'wait')}>Host keys</Tabs.Tab>
            <Tabs.Tab value="/traps">Traps</Tabs.Tab>
          </Tabs.List>
          {page}
          {lists.filter((other) => other !== shown).map((other) => <Tabs.Panel key={other} value={other}>{null}</Tabs.Panel>)}
        </Tabs>
      ) : children}
    </Page>
  );
}
