import { siteClock } from './exact-time.ts';
import { usePlaces } from './place-select.tsx';
import { useZone } from './zone.ts';

/** A moment by the clock of a site, where that shows something else than the own one: ` · 08:10 Leeds (09:10 here)`. */
export function AtSite({ at, site }: { readonly at: string | null; readonly site: string | null }) {
  const here = useZone();
  const place = usePlaces().find((one) => one.at === `site:${site ?? ''}`);
  const told = at === null || place === undefined ? null : siteClock(at, place, here);
  return told === null ? null : <> · {told}</>;
}
