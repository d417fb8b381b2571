import { useState } from 'react';
import { usePlaces } from '../parts/index.ts';
import { useRights } from '../session/index.ts';

/** The place whose settings are looked at: the organization, or else the first site that the person operates. Null for who operates nothing. */
export function useWritablePlace(): readonly [string | null, (at: string) => void] {
  const [chosen, setChosen] = useState<string | null>(null);
  const may = useRights();
  const places = usePlaces();
  const first = places.find(({ level, at }) => (level === 'organization' ? may('operator', 'organization') : level === 'site' && may('operator', { site: at.slice('site:'.length) })));
  return [chosen ?? first?.at ?? null, setChosen];
}
