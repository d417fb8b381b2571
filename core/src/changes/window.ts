import { z } from 'zod';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 22:00');

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}

export const zoneSchema = z.string().refine(isZone, 'a time zone such as Europe/London').meta({ description: "The host's own unless told." });

/** When changes may run. One that ends before it begins goes past midnight, and belongs to the day it begins on. */
export const windowSchema = z.strictObject({
  from: clock,
  to: clock,
  days: z.array(z.enum(days)).min(1).optional().meta({ description: 'Days on which it opens; every day unless told.' }),
  zone: zoneSchema.optional(),
});

export type Window = z.infer<typeof windowSchema>;

const dayMs = 86_400_000;

function local(time: Date, zone: string | undefined): { readonly day: string; readonly clock: string } {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(time);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return { day: part('weekday').toLowerCase(), clock: `${part('hour')}:${part('minute')}` };
}

/** Whether the window is open at a time. */
export function isOpen({ from, to, days: open, zone }: Window, time: Date): boolean {
  const now = local(time, zone);
  const opens = (day: string): boolean => open === undefined || open.some((one) => one === day);
  if (from < to) return opens(now.day) && now.clock >= from && now.clock < to;
  if (now.clock >= from) return opens(now.day);
  return now.clock < to && opens(local(new Date(time.getTime() - dayMs), zone).day);
}

export function windowText({ from, to, days: open, zone }: Window): string {
  return `${from} to ${to}${open === undefined ? '' : ` on ${open.join(', ')}`}${zone === undefined ? '' : ` (${zone})`}`;
}
