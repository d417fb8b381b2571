import { SettingsInvalid } from '@jackfield/sdk';
import { issuesText } from '../errors/index.ts';
import { transportSettingsSchema, type TransportSettings } from './settings.ts';

const known = new WeakMap<object, TransportSettings>();

/** The cascade's `transports` value, checked and with defaults. The same object gives the same settings. */
export function transportSettings(setting: unknown): TransportSettings {
  const cached = typeof setting === 'object' && setting !== null ? known.get(setting) : undefined;
  if (cached !== undefined) return cached;
  const parsed = transportSettingsSchema.safeParse(setting ?? {});
  if (!parsed.success) {
    throw new SettingsInvalid(`transports: ${issuesText(parsed.error)}`, { hint: '"jackfield explain transports --site SITE" shows which file set what.' });
  }
  if (typeof setting === 'object' && setting !== null) known.set(setting, parsed.data);
  return parsed.data;
}
