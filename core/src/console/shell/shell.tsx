import { AppShell, Box, Burger, Button, Group, Kbd, NavLink, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { Suspense } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { Empty } from '../parts/index.ts';
import { Actions } from './actions.tsx';
import { LiveMark } from './live-mark.tsx';
import { openPalette, Palette } from './palette.tsx';
import { PersonMenu } from './person-menu.tsx';
import { places } from './places.ts';
import { StopBanner } from './stop-banner.tsx';
import classes from './shell.module.css';

const isAt = (path: string, location: string): boolean => (path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`));

/** Frame of all pages: where one is, where one can go, what one can do. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const [location] = useLocation();
  return (
    <Actions>
      <a className="skip-link" href="#page">Skip to the page</a>
      <AppShell header={{ height: 52 }} navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="md">
        <AppShell.Header className={classes.bar ?? ''}>
          <Group h="100%" px="md" gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={opened ? 'Close the navigation' : 'Open the navigation'} />
            <UnstyledButton component={Link} href="/" aria-label="Jackfield: overview"><Text fw={700} span>Jackfield</Text></UnstyledButton>
            <Button variant="default" size="xs" className={classes.search ?? ''} onClick={openPalette} leftSection={<IconSearch size={14} aria-hidden />} rightSection={<Kbd size="xs" visibleFrom="sm">Ctrl K</Kbd>}>Search or do</Button>
            <LiveMark />
            <PersonMenu />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar className={classes.bar ?? ''} p="xs" aria-label="Pages">
          {places.map(({ path, title, icon: Icon }) => (
            <NavLink key={path} component={Link} href={path} label={title} leftSection={<Icon size={18} aria-hidden />} active={isAt(path, location)} {...(isAt(path, location) ? { 'aria-current': 'page' } : {})} onClick={close} />
          ))}
        </AppShell.Navbar>
        <AppShell.Main id="page" tabIndex={-1}>
          <Box className={classes.told ?? ''}><StopBanner /></Box>
          <Suspense fallback={null}>
            <Switch>
              {places.map(({ path, page: Shown }) => <Route key={path} path={path} {...(path === '/' ? {} : { nest: true })}><Shown /></Route>)}
              <Route><Empty title="There is no such page">The link may be of another version of Jackfield. All pages are in the navigation.</Empty></Route>
            </Switch>
          </Suspense>
        </AppShell.Main>
      </AppShell>
      <Palette />
    </Actions>
  );
}
