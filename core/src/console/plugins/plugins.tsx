import { Button, Tabs } from '@mantine/core';
import { IconPackageImport } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Page } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { Gallery } from './gallery.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { Matrix } from './matrix.tsx';
import { PluginPage } from './plugin-page.tsx';
import { Rollouts } from './rollouts.tsx';
import { WaitingPage } from './waiting-page.tsx';

const lists = [{ path: '/', title: 'Gallery' }, { path: '/sites', title: 'Sites × plugins' }, { path: '/rollouts', title: 'Rollouts' }] as const;

/** What is installed, where it may run, and how it does. */
export function Plugins() {
  return (
    <Switch>
      <Route path="/"><Lists shown="/"><Gallery /></Lists></Route>
      <Route path="/sites"><Lists shown="/sites"><Matrix /></Lists></Route>
      <Route path="/rollouts"><Lists shown="/rollouts"><Rollouts /></Lists></Route>
      <Route path="/:plugin/waiting">{({ plugin }) => <WaitingPage plugin={plugin} />}</Route>
      <Route path="/:plugin">{({ plugin }) => <PluginPage id={plugin} />}</Route>
    </Switch>
  );
}

function Lists({ shown, children }: { readonly shown: (typeof lists)[number]['path']; readonly children: ReactNode }) {
  const [, go] = useLocation();
  const [installing, setInstalling] = useState(false);
  const may = useMay('admin', 'organization');
  useActions(useMemo(() => [
    ...(may ? [{ id: 'install plugin', title: 'Install a plugin', hint: 'From a file, or by its name in the registry', run: () => setInstalling(true) }] : []),
    ...lists.map(({ path, title }) => ({ id: `plugins ${path}`, title: `Plugins: ${title.toLowerCase()}`, run: () => go(path) })),
  ], [go, may]));
  return (
    <Page title="Plugins" actions={may ? <Button leftSection={<IconPackageImport size={16} aria-hidden />} onClick={() => setInstalling(true)}>Install a plugin</Button> : undefined}>
      {installing ? <HandOverDialog plugin={null} title="Install a plugin" close={() => setInstalling(false)} /> : null}
      <Tabs value={shown} onChange={(to) => { if (to !== null) go(to); }} keepMounted={false}>
        <Tabs.List mb="md">{lists.map(({ path, title }) => <Tabs.Tab key={path} value={path}>{title}</Tabs.Tab>)}</Tabs.List>
        {lists.map(({ path }) => <Tabs.Panel key={path} value={path}>{path === shown ? children : null}</Tabs.Panel>)}
      </Tabs>
    </Page>
  );
}
