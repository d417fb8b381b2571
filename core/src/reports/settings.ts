import { z } from 'zod';
import type { Configuration, Scope } from '../sites/index.ts';

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}

/** `settings.reports` of the cascade. */
export const reportSettingsSchema = z.strictObject({
  zone: z.string().refine(isZone, 'a time zone such as Europe/London').optional().meta({ description: "In which months begin and end; the host's own unless told." }),
  target: z.number().min(0).max(100).optional().meta({ description: 'Availability that is promised, in percent.' }),
});

/** The settings at a place, with what holds where nobody says anything. */
export function reportSettings(configuration: Pick<Configuration, 'setting'>, scope: Scope): { readonly zone: string; readonly target: number | null } {
  const parsed = reportSettingsSchema.safeParse(configuration.setting('reports', scope) ?? {});
  return { zone: parsed.data?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, target: parsed.data?.target ?? null };
}
