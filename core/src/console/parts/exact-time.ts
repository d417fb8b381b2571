const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone });
  formats.set(key, format);
  return format;
}

/** A moment to the second, with the name of its zone. */
export const exactTime = (at: string | number, zone: string): string => formatOf(zone, { dateStyle: 'medium', timeStyle: 'long' }).format(new Date(at));

/** A moment in a zone, as the options say. */
export const timeIn = (at: string | number, zone: string, options: Intl.DateTimeFormatOptions): string => formatOf(zone, options).format(new Date(at));

const moment = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A text of the host with its moments as the person reads others. */
export const withTimes = (text: string, zone: string): string => text.replaceAll(moment, (at) => (Number.isNaN(Date.parse(at)) ? at : timeIn(at, zone, { dateStyle: 'medium', timeStyle: 'short' })));

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const day = { day: 'numeric', month: 'short' } as const;

/** A moment as the clock at a site shows it, beside what it shows here: `08:10 Leeds (09:10 here)`; null where both show the same. */
export function siteClock(at: string, site: { readonly title: string; readonly zone: string | null }, here: string): string | null {
  if (site.zone === null) return null;
  const [there, mine] = [site.zone, here].map((zone) => ({ clock: timeIn(at, zone, clock), day: timeIn(at, zone, day) }));
  if (there === undefined || mine === undefined || (there.clock === mine.clock && there.day === mine.day)) return null;
  return there.day === mine.day ? `${there.clock} ${site.title} (${mine.clock} here)` : `${there.day} ${there.clock} ${site.title} (${mine.day} ${mine.clock} here)`;
}
