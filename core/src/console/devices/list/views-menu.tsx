import { Button, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMemo, useState, type SubmitEvent } from 'react';
import { useLocation } from 'wouter';
import { usePerson } from '../../session/index.ts';
import { useActions } from '../../shell/index.ts';
import { commonViews, dropView, keepView, savedViews } from './views.ts';

/** Searches under names: those of everybody, and those that the person keeps in this browser. */
export function ViewsMenu({ query }: { readonly query: string }) {
  const person = usePerson();
  const [, go] = useLocation();
  const [own, setOwn] = useState(() => savedViews(localStorage, person));
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const actions = useMemo(() => [
    ...[...own, ...commonViews].map((view) => ({ id: `view ${view.name}`, title: `Devices: ${view.name}`, hint: 'Show the view', run: () => go(`~/devices?${view.query}`) })),
    { id: 'keep view', title: 'Devices: keep this view', hint: 'Keep the search under a name', run: () => setNaming(true) },
  ], [own, go]);
  useActions(actions);
  const keep = (event: SubmitEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    setOwn(keepView(localStorage, person, { name: name.trim(), query }));
    setNaming(false);
    setName('');
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" leftSection={<IconBookmark size={16} aria-hidden />}>Views</Button></Menu.Target>
        <Menu.Dropdown>
          {commonViews.map((view) => <Menu.Item key={view.name} onClick={() => go(`~/devices?${view.query}`)}>{view.name}</Menu.Item>)}
          {own.length === 0 ? null : <><Menu.Divider /><Menu.Label>Yours, in this browser</Menu.Label></>}
          {own.map((view) => <Menu.Item key={view.name} onClick={() => go(`~/devices?${view.query}`)}>{view.name}</Menu.Item>)}
          <Menu.Divider />
          <Menu.Item onClick={() => setNaming(true)}>Keep this search…</Menu.Item>
          {own.map((view) => <Menu.Item key={view.name} c="dimmed" leftSection={<IconTrash size={14} aria-hidden />} onClick={() => setOwn(dropView(localStorage, person, view.name))}>Forget {view.name}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={naming} onClose={() => setNaming(false)} title="Keep this search">
        <form onSubmit={keep}>
          <Stack gap="sm"><TextInput label="Name of the view" data-autofocus value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} /><Button type="submit" disabled={name.trim() === ''}>Keep</Button></Stack>
        </form>
      </Modal>
    </>
  );
}
