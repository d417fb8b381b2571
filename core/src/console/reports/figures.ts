/** Months up to the one that it is in the zone, newest first, as `2026-11`. */
export function monthsUntil(now: Date, count: number, zone: string): readonly string[] {
  const parts = new Map(new Intl.DateTimeFormat('en', { timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', year: 'numeric', month: 'numeric' }).formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  return Array.from({ length: count }, (_, back) => new Date(Date.UTC(parts.get('year') ?? 0, (parts.get('month') ?? 1) - 1 - back, 1)).toISOString().slice(0, 7));
}

/** A share that is never rounded up to what it is not: 99.9996 is no 100. */
export const percent = (share: number | null): string => (share === null ? 'not watched' : `${(Math.floor(share * 1_000) / 1_000).toFixed(3)} %`);
