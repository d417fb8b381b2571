const units = [{ name: 'd', ms: 86_400_000 }, { name: 'h', ms: 3_600_000 }, { name: 'min', ms: 60_000 }, { name: 's', ms: 1_000 }];

/** A length of time as the whole console tells it, in its two largest units: `2 h 5 min`. Never rounded up; null is a dash. */
export function duration(ms: number | null): string {
  if (ms === null) return '–';
  const first = units.findIndex((unit) => ms >= unit.ms);
  if (first === -1) return ms <= 0 ? '0 s' : ms < 1 ? '< 1 ms' : `${Math.floor(ms)} ms`;
  let left = ms;
  const parts = units.slice(first, first + 2).flatMap((unit) => {
    const count = Math.floor(left / unit.ms);
    left -= count * unit.ms;
    return count === 0 ? [] : [`${count} ${unit.name}`];
  });
  return parts.join(' ');
}

/** How long lies between two moments. */
export const durationBetween = (from: string, to: string | number): string => duration(Math.max(0, new Date(to).getTime() - Date.parse(from)));

/** A length of time as settings say it, such as `90m`, as people read it; what is none stays as it is. */
export function durationOf(setting: string): string {
  const [, count, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(setting) ?? [];
  const ms = unit === undefined ? undefined : { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit];
  return count === undefined || ms === undefined ? setting : duration(Number(count) * ms);
}
