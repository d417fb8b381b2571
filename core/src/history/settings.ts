import { z } from 'zod';
import { everySchema } from '../health/index.ts';
import type { Configuration, Scope } from '../sites/index.ts';

/** `settings.history` of the cascade. */
export const historySettingsSchema = z.strictObject({
  every: everySchema.prefault('1d').meta({ description: 'How often the configuration of a device is read; "off": only after changes and when asked.' }),
  keep: z.int().min(2).max(10_000).default(100).meta({ description: 'Versions kept of a device; the oldest go first.' }),
});

export type HistorySettings = z.infer<typeof historySettingsSchema>;

export function historySettings(configuration: Pick<Configuration, 'setting'>, scope: Scope): HistorySettings {
  return historySettingsSchema.parse(configuration.setting('history', scope) ?? {});
}
