import { z } from 'zod';
import { zoneSchema } from './window.ts';

const day = z.iso.date();

/** Days on which no change begins. */
export const freezeSchema = z
  .strictObject({
    from: day.meta({ description: 'Its first day.' }),
    to: day.meta({ description: 'Its last day, to its end.' }),
    reason: z.string().min(1).optional().meta({ description: 'Said to whoever is refused.' }),
    zone: zoneSchema.optional(),
  })
  .refine(({ from, to }) => from <= to, 'the last day is before the first');

export type Freeze = z.infer<typeof freezeSchema>;

/** Whether a freeze holds at a time. */
export function isFrozen({ from, to, zone }: Freeze, time: Date): boolean {
  // Swedish dates are ISO dates.
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(time);
  return from <= today && today <= to;
}
