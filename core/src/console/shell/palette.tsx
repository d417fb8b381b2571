import { createSpotlight, Spotlight, useSpotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useOperation, type Schemas } from '../api/index.ts';
import { useOffered } from './actions.tsx';
import { deviceAt, offered, ofWhat, type Contributed } from './contributed.ts';
import { selectNone, useFirstSelected } from './first-selected.ts';
import { places } from './places.ts';
import classes from './shell.module.css';
import { StartedCommand, useStarted } from './started.tsx';
import { usePlacesByKey } from './use-places-by-key.ts';

const [store, palette] = createSpotlight();

export const openPalette = (): void => palette.open();

/** What plugins contribute, as far as it is known: of the device that is shown, and of any. */
function useContributed(device: string | null, enabled: boolean): ReturnType<typeof offered> {
  const here = useOperation('commands', { device: device ?? '' }, { enabled: enabled && device !== null });
  const all = useOperation('commands', {}, { enabled });
  // What was said of the device before is not of this one.
  const told = device === null || here.isPlaceholderData ? undefined : here.data;
  return useMemo(() => offered(told?.answer.commands ?? [], all.data?.answer.commands ?? []), [told, all.data]);
}

type Found = Pick<Schemas['Device'], 'id' | 'name' | 'site' | 'state' | 'addresses'>;

const deviceAction = ({ id, name, site, state, addresses }: Found, rest: Pick<SpotlightActionData, 'onClick'>): SpotlightActionData =>
  ({ id: `device ${id}`, label: name, description: `${site} · ${state ?? 'no checks'}`, keywords: [...addresses], ...rest });

/** Everything that can be done and reached from where one is, by typing (Ctrl K). */
export function Palette() {
  const [typed, setTyped] = useState('');
  const [location, go] = useLocation();
  /** A command for which a device is chosen now. */
  const [chosen, setChosen] = useState<Contributed | null>(null);
  const { opened } = useSpotlight(store);
  const doings = useOffered();
  const device = deviceAt(location);
  const { here, elsewhere } = useContributed(device, opened);
  const started = useStarted();
  const { start } = started;
  const search = typed.trim() === '' ? {} : { search: typed.trim() };
  const found = useOperation('devices', { ...search, limit: 8 }, { enabled: opened && chosen === null && typed.length >= 2 });
  const fitting = useOperation('devices', { ...search, command: chosen?.id ?? '', limit: 20 }, { enabled: opened && chosen !== null });
  usePlacesByKey();
  useFirstSelected(store, opened && (typed !== '' || chosen !== null));
  const choose = (command: Contributed | null): void => {
    setTyped('');
    setChosen(command);
    selectNone(store);
  };
  const contributed = (command: Contributed, of: string | null): SpotlightActionData => ({
    id: `command ${command.id}`, label: command.title, description: of === null ? `${ofWhat(command)} · on a device` : ofWhat(command), keywords: [command.id],
    ...(of === null ? { closeSpotlightOnTrigger: false, onClick: () => choose(command) } : { onClick: () => start({ command, device: of }) }),
  });
  const groups = chosen === null ? [
    { group: 'Actions', actions: doings.map(({ id, title, hint, run }): SpotlightActionData => ({ id, label: title, ...(hint === undefined ? {} : { description: hint }), onClick: run })) },
    { group: 'On this device', actions: here.map((command) => contributed(command, device)) },
    { group: 'Pages', actions: places.map(({ path, title, icon: Icon, key }): SpotlightActionData => ({ id: `page ${path}`, label: title, description: `Go to the page · g ${key}`, leftSection: <Icon size={18} aria-hidden />, onClick: () => go(path) })) },
    { group: 'Devices', actions: typed.length < 2 ? [] : (found.data?.answer.items ?? []).map((one) => deviceAction(one, { onClick: () => go(`/devices/${one.id}`) })) },
    { group: 'What plugins offer', actions: elsewhere.map((command) => contributed(command, null)) },
  ] : [
    { group: chosen.title, actions: fitting.isPlaceholderData ? [] : (fitting.data?.answer.items ?? []).map((one) => deviceAction(one, { onClick: () => start({ command: chosen, device: one.id }) })) },
  ];
  const prompt = chosen === null ? 'A page, a device, something to do' : `${chosen.title}: on which device?`;
  return (
    <>
      <Spotlight
        store={store} shortcut={['mod + K', 'mod + shift + P', '/']} actions={groups.filter(({ actions }) => actions.length > 0)} query={typed} onQueryChange={setTyped} onSpotlightClose={() => setChosen(null)} highlightQuery scrollable maxHeight={420} classNames={{ actionDescription: classes.description ?? '' }}
        nothingFound={chosen !== null && (fitting.isPending || fitting.isPlaceholderData) ? 'Looking…' : fitting.error === null || chosen === null ? 'Nothing of that name.' : fitting.error.message}
        searchProps={{
          leftSection: <IconSearch size={18} aria-hidden />, placeholder: chosen === null ? prompt : 'On which device?', 'aria-label': prompt,
          onKeyDown: ({ key }) => {
            if (key === 'Backspace' && typed === '' && chosen !== null) choose(null);
          },
        }}
      />
      <StartedCommand of={started} />
    </>
  );
}
