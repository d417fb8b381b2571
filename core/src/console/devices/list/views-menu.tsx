import { Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useEffect, useMemo, useState, type SubmitEvent } from 'react';
import { useLocation } from 'wouter';
import { useAct, useOperation } from '../../api/index.ts';
import { Problem } from '../../parts/index.ts';
import { usePerson } from '../../session/index.ts';
import { useActions } from '../../shell/index.ts';
import { commonViews, forgetViewsOfBrowser, viewsOfBrowser, type View } from './views.ts';

const none: readonly View[] = [];

/** Searches under names: those of everybody, and those that the host keeps for the person, wherever they log in. */
export function ViewsMenu({ query }: { readonly query: string }) {
  const [, go] = useLocation();
  const own = useOperation('views', {}).data?.answer ?? none;
  const [naming, setNaming] = useState(false);
  const forget = useAct('forgetView');
  useTakenAlong();
  useActions(useMemo(() => [
    ...[...own, ...commonViews].map((view) => ({ id: `view ${view.name}`, title: `Devices: ${view.name}`, hint: 'Show the view', run: () => go(`~/devices?${view.query}`) })),
    { id: 'keep view', title: 'Devices: keep this view', hint: 'Keep the search under a name', run: () => setNaming(true) },
  ], [own, go]));
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" leftSection={<IconBookmark size={16} aria-hidden />}>Views</Button></Menu.Target>
        <Menu.Dropdown>
          {commonViews.map((view) => <Menu.Item key={view.name} onClick={() => go(`~/devices?${view.query}`)}>{view.name}</Menu.Item>)}
          {own.length === 0 ? null : <><Menu.Divider /><Menu.Label>Yours</Menu.Label></>}
          {own.map((view) => <Menu.Item key={view.name} onClick={() => go(`~/devices?${view.query}`)}>{view.name}</Menu.Item>)}
          <Menu.Divider />
          <Menu.Item onClick={() => setNaming(true)}>Keep this search…</Menu.Item>
          {own.map((view) => <Menu.Item key={view.name} c="dimmed" leftSection={<IconTrash size={14} aria-hidden />} onClick={() => forget.mutate({ name: view.name })}>Forget {view.name}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
      {forget.error === null ? null : <Problem error={forget.error} />}
      {naming ? <KeepView query={query} taken={own.map(({ name }) => name)} close={() => setNaming(false)} /> : null}
    </>
  );
}

/** What an earlier version kept in this browser goes to the host, once. */
function useTakenAlong(): void {
  const person = usePerson();
  const { mutateAsync } = useAct('keepView');
  useEffect(() => {
    const left = viewsOfBrowser(localStorage, person);
    if (left.length > 0) void Promise.all(left.map((view) => mutateAsync(view))).then(() => forgetViewsOfBrowser(localStorage, person), () => undefined);
  }, [person, mutateAsync]);
}

interface KeepViewProps {
  readonly query: string;
  readonly taken: readonly string[];
  readonly close: () => void;
}

function KeepView({ query, taken, close }: KeepViewProps) {
  const [typed, setTyped] = useState('');
  const keep = useAct('keepView', { done: close });
  const name = typed.trim();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (name !== '') keep.mutate({ name, query });
  };
  return (
    <Modal opened onClose={close} title="Keep this search" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label="Name of the view" description={taken.includes(name) ? 'It takes the place of the view of that name.' : 'It is yours, wherever you log in.'} data-autofocus maxLength={100} value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
          {keep.error === null ? null : <Problem error={keep.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={close}>Not now</Button><Button type="submit" disabled={name === ''} loading={keep.isPending}>Keep</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
