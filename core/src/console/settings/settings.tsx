import { Tabs } from '@mantine/core';
import { useMemo, type ComponentType } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Empty, Page } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { Account } from './account.tsx';
import { Audit } from './audit.tsx';
import { Credentials } from './credentials.tsx';
import { Files } from './files.tsx';
import { HostStatus } from './host-status.tsx';
import { Notifications } from './notifications.tsx';
import { People } from './people.tsx';
import { Tokens } from './tokens.tsx';

interface Part {
  readonly path: string;
  readonly title: string;
  readonly page: ComponentType;
  readonly role: 'viewer' | 'operator' | 'manager';
}

const parts: readonly Part[] = [
  { path: '/', title: 'My account', page: Account, role: 'viewer' },
  { path: '/people', title: 'People', page: People, role: 'manager' },
  { path: '/tokens', title: 'Tokens', page: Tokens, role: 'viewer' },
  { path: '/credentials', title: 'Credentials', page: Credentials, role: 'manager' },
  { path: '/files', title: 'Configuration files', page: Files, role: 'operator' },
  { path: '/notifications', title: 'Notifications', page: Notifications, role: 'viewer' },
  { path: '/audit', title: 'Audit', page: Audit, role: 'viewer' },
  { path: '/host', title: 'Host', page: HostStatus, role: 'viewer' },
];

/** Who may come in, what the host logs in with, and what stands in its files. */
export function Settings() {
  const [location, go] = useLocation();
  const manager = useMay('manager', 'any');
  const operator = useMay('operator', 'any');
  const mine = useMemo(() => parts.filter(({ role }) => role === 'viewer' || (role === 'operator' ? operator : manager)), [manager, operator]);
  useActions(useMemo(() => mine.map(({ path, title }) => ({ id: `settings ${path}`, title: `Settings: ${title.toLowerCase()}`, run: () => go(path) })), [mine, go]));
  return (
    <Page title="Settings">
      <Tabs value={location} onChange={(to) => { if (to !== null) go(to); }} keepMounted={false}>
        <Tabs.List mb="md">{mine.map(({ path, title }) => <Tabs.Tab key={path} value={path}>{title}</Tabs.Tab>)}</Tabs.List>
        {mine.map(({ path }) => <Tabs.Panel key={path} value={path}>
          <Switch>
            {mine.map(({ path: of, page: Shown }) => <Route key={of} path={of}><Shown /></Route>)}
            <Route><Empty title="There is no such page">Its name may be of another version.</Empty></Route>
          </Switch>
        </Tabs.Panel>)}
      </Tabs>
    </Page>
  );
}
