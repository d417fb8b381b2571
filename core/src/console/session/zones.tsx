import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { browserZone, ZoneContext } from '../parts/index.ts';

const placeOf = (person: string): string => `jackfield.zone.${person}`;

/** What a person chose in this browser; what is no zone is nothing. */
function kept(person: string): string | null {
  const found = localStorage.getItem(placeOf(person));
  return found !== null && Intl.supportedValuesOf('timeZone').includes(found) ? found : null;
}

/** The zone in which a person is shown times. Give it a `key` of the person. */
export function Zones({ person, children }: { readonly person: string; readonly children: ReactNode }) {
  const [chosen, setChosen] = useState(() => kept(person));
  const choose = useCallback((zone: string | null): void => {
    if (zone === null) localStorage.removeItem(placeOf(person));
    else localStorage.setItem(placeOf(person), zone);
    setChosen(zone);
  }, [person]);
  const value = useMemo(() => ({ zone: chosen ?? browserZone, chosen, choose }), [chosen, choose]);
  return <ZoneContext value={value}>{children}</ZoneContext>;
}
