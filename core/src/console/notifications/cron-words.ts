/** A time each month, as a form asks for it. */
export interface Monthly {
  readonly day: number;
  /** Such as `07:00`. */
  readonly time: string;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** The time each month that a cron expression says, where it says one. */
export function monthlyOf(cron: string): Monthly | null {
  const [, minute, hour, day] = /^(\d{1,2}) (\d{1,2}) (\d{1,2}) \* \*$/.exec(cron.trim()) ?? [];
  const [at, on, of] = [Number(minute), Number(hour), Number(day)];
  // The days that each month has.
  return at <= 59 && on <= 23 && of >= 1 && of <= 28 ? { day: of, time: `${two(on)}:${two(at)}` } : null;
}

export function cronOf({ day, time }: Monthly): string {
  const [hour = '0', minute = '0'] = time.split(':');
  return `${Number(minute)} ${Number(hour)} ${day} * *`;
}

const ordinal = (day: number): string => `${day}${day % 100 >= 11 && day % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;

/** When, in words. */
export function cronWords(cron: string): string {
  const monthly = monthlyOf(cron);
  return monthly === null ? `by the cron expression ${cron}` : `on the ${ordinal(monthly.day)} of each month at ${monthly.time}`;
}
