import { z } from 'zod';
import { everySchema } from '../health/index.ts';
import type { Configuration, Scope } from '../sites/index.ts';

/** `settings.drift` of the cascade. */
export const driftSettingsSchema = z.strictObject({
  every: everySchema.prefault('6h').meta({ description: 'How often what was pushed to a device is compared with what it has; "off": only after changes and when asked.' }),
});

export type DriftSettings = z.infer<typeof driftSettingsSchema>;

export function driftSettings(configuration: Pick<Configuration, 'setting'>, scope: Scope): DriftSettings {
  return driftSettingsSchema.parse(configuration.setting('drift', scope) ?? {});
}
