import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useAct } from '../api/index.ts';
import { usePerson } from '../session/index.ts';

/** Who is logged in, and how the page looks to them. */
export function PersonMenu() {
  const person = usePerson();
  const queries = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const logOut = useAct('logOut', { done: () => void queries.resetQueries() });
  return (
    <Menu position="bottom-end">
      <Menu.Target><ActionIcon variant="subtle" size="lg" aria-label={`${person}: menu`}><IconUser size={18} aria-hidden /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person}</Menu.Label>
        <Menu.Item leftSection={<IconSun size={16} aria-hidden />} onClick={() => setColorScheme('light')}>Light</Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} aria-hidden />} onClick={() => setColorScheme('dark')}>Dark</Menu.Item>
        <Menu.Item leftSection={<IconDeviceDesktop size={16} aria-hidden />} onClick={() => setColorScheme('auto')}>As the system</Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => logOut.mutate({})}>Log out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
