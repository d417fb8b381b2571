import type { useSpotlight } from '@mantine/spotlight';
import { useEffect } from 'react';

type Store = Parameters<typeof useSpotlight>[0];

const selectedIs = (store: Store, selected: number): void => store.updateState((state) => ({ ...state, selected }));

/** Nothing of the list is selected: another one stands there now. */
export const selectNone = (store: Store): void => selectedIs(store, -1);

/** Has Enter take the first of what is shown. The palette sees to that when somebody types; what the host answers comes later. */
export function useFirstSelected(store: Store, isWanted: boolean): void {
  useEffect(() => {
    const list = isWanted ? document.getElementById(store.getState().listId) : null;
    const first = list?.querySelector('[data-selected]') === null ? list.querySelector('[data-action]') : null;
    if (first === null) return;
    first.setAttribute('data-selected', 'true');
    selectedIs(store, 0);
  });
}
