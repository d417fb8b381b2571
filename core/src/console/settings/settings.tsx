import { Tabs } from '@mantine/core';
import { useMemo, type ComponentType } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Empty, Page } from '../parts/index.ts';
import { useRights, type Role } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { Account } from './account.tsx';
import { Audit } from './audit.tsx';
import { Backup } from './backup.tsx';
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
  readonly role: Role;
  /** Where one is to have it: for all of the organization, when it tells of all of it. */
  readonly at: 'any' | 'organization';
}

const parts: readonly Part[] = [
  { path: '/', title: 'My account', page: Account, role: 'viewer', at: 'any' },
  { path: '/people', title: 'People', page: People, role: 'manager', at: 'any' },
  { path: '/tokens', title: 'Tokens', page: Tokens, role: 'viewer', at: 'any' },
  { path: '/credentials', title: 'Credentials', page: Credentials, role: 'manager', at: 'any' },
  { path: '/files', title: 'Configuration files', page: Files, role: 'operator', at: 'any' },
  { path: '/notifications', title: 'Notifications', page: Notifications, role: 'viewer', at: 'any' },
  { path: '/audit', title: 'Audit', page: Audit, role: 'manager', at: 'organization' },
  { path: '/backup', title: 'Backup', page: Backup, role: 'admin', at: 'organization' },
  { path: '/host', title: 'Host', page: HostStatus, role: 'viewer', at: 'any' },
];

/** Who may come in, what the host logs in with, and what stands in its files. */
export function Settings() {
  const [location, go] = useLocation();
  const may = useRights();
  // Who has no role yet has an account all the same.
  const mine = useMemo(() => parts.filter(({ role, at }) => role === 'viewer' || may(role, at)), [may]);
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
