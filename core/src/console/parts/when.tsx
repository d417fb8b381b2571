import { useEffect, useState } from 'react';
import { exactTime } from './exact-time.ts';
import { useZone } from './zone.ts';

const steps = [{ unit: 'second', ms: 1_000, below: 60_000 }, { unit: 'minute', ms: 60_000, below: 3_600_000 }, { unit: 'hour', ms: 3_600_000, below: 86_400_000 }, { unit: 'day', ms: 86_400_000, below: Infinity }] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });

/** A moment as distance from now; the exact one, in the zone of the person, when pointed at. */
export function When({ at }: { readonly at: string | null }) {
  const zone = useZone();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  if (at === null) return <>never</>;
  const since = Date.parse(at) - now;
  const { unit, ms } = steps.find(({ below }) => Math.abs(since) < below) ?? steps[3];
  return <time dateTime={at} title={exactTime(at, zone)}>{relative.format(Math.round(since / ms), unit)}</time>;
}
