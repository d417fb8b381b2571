import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useOperation } from '../api/index.ts';
import { useOffered } from './actions.tsx';
import { places } from './places.ts';
import { usePlacesByKey } from './use-places-by-key.ts';

const [store, palette] = createSpotlight();

export const openPalette = (): void => palette.open();

/** Everything that can be done and reached from where one is, by typing (Ctrl K). */
export function Palette() {
  const [typed, setTyped] = useState('');
  const [, go] = useLocation();
  const offered = useOffered();
  const found = useOperation('devices', { name: [typed], limit: 8 }, { enabled: typed.length >= 2 });
  usePlacesByKey();
  const actions = useMemo(() => {
    const pages = places.map(({ path, title, icon: Icon, key }): SpotlightActionData => ({ id: `page ${path}`, label: title, description: `Go to the page · g ${key}`, leftSection: <Icon size={18} aria-hidden />, onClick: () => go(path) }));
    const doings = offered.map(({ id, title, hint, run }): SpotlightActionData => ({ id, label: title, ...(hint === undefined ? {} : { description: hint }), onClick: run }));
    const devices = typed.length < 2 ? [] : (found.data?.answer.items ?? []).map(({ id, name, site, state }): SpotlightActionData => ({ id: `device ${id}`, label: name, description: `${site} · ${state ?? 'no checks'}`, onClick: () => go(`/devices/${id}`) }));
    return [{ group: 'Actions', actions: doings }, { group: 'Pages', actions: pages }, { group: 'Devices', actions: devices }].filter((group) => group.actions.length > 0);
  }, [go, offered, found.data, typed]);
  // Devices come when they are found: what is first is what Enter takes, then too.
  useEffect(() => {
    const { listId, opened } = store.getState();
    const list = opened && typed !== '' && actions.length > 0 ? document.getElementById(listId) : null;
    if (list === null || list.querySelector('[data-selected]') !== null) return;
    list.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
    store.updateState((state) => ({ ...state, selected: 0 }));
  }, [actions, typed]);
  return (
    <Spotlight
      store={store}
      shortcut={['mod + K', 'mod + shift + P', '/']} actions={actions} query={typed} onQueryChange={setTyped} nothingFound="Nothing of that name." highlightQuery scrollable maxHeight={420}
      searchProps={{ leftSection: <IconSearch size={18} aria-hidden />, placeholder: 'A page, a device, something to do', 'aria-label': 'A page, a device, something to do' }}
    />
  );
}
