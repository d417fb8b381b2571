const formats = new Map<string | undefined, Intl.DateTimeFormat>();

/** A moment to the second, with the name of its zone: of this browser, unless another is given. */
export function exactTime(at: string | number, zone?: string): string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long', ...(zone === undefined ? {} : { timeZone: zone }) });
  formats.set(zone, format);
  return format.format(new Date(at));
}
