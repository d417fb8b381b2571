import { Tabs } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Page } from '../parts/index.ts';
import { useActions } from '../shell/index.ts';
import { Gallery } from './gallery.tsx';
import { Matrix } from './matrix.tsx';
import { PluginPage } from './plugin-page.tsx';
import { Rollouts } from './rollouts.tsx';

const lists = [{ path: '/', title: 'Gallery' }, { path: '/sites', title: 'Sites × plugins' }, { path: '/rollouts', title: 'Rollouts' }] as const;

/** What is installed, where it may run, and how it does. */
export function Plugins() {
  return (
    <Switch>
      <Route path="/"><Lists shown="/"><Gallery /></Lists></Route>
      <Route path="/sites"><Lists shown="/sites"><Matrix /></Lists></Route>
      <Route path="/rollouts"><Lists shown="/rollouts"><Rollouts /></Lists></Route>
      <Route path="/:plugin">{({ plugin }) => <PluginPage id={plugin} />}</Route>
    </Switch>
  );
}

function Lists({ shown, children }: { readonly shown: (typeof lists)[number]['path']; readonly children: ReactNode }) {
  const [, go] = useLocation();
  useActions(useMemo(() => lists.map(({ path, title }) => ({ id: `plugins ${path}`, title: `Plugins: ${title.toLowerCase()}`, run: () => go(path) })), [go]));
  return (
    <Page title="Plugins">
      <Tabs value={shown} onChange={(to) => { if (to !== null) go(to); }} keepMounted={false}>
        <Tabs.List mb="md">{lists.map(({ path, title }) => <Tabs.Tab key={path} value={path}>{title}</Tabs.Tab>)}</Tabs.List>
        {lists.map(({ path }) => <Tabs.Panel key={path} value={path}>{path === shown ? children : null}</Tabs.Panel>)}
      </Tabs>
    </Page>
  );
}
