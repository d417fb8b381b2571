import type { JsonObject } from '@jackfield/sdk';
import { settingsInvalid } from './errors.ts';
import type { InstalledPlugin } from './installed-plugin.ts';
import { compileSchema, complaintText, type SchemaComplaint } from './schema-validation.ts';

/** What is wrong with what a channel sets of a notifier. */
export function channelComplaints({ id, notifierSchemas }: Pick<InstalledPlugin, 'id' | 'notifierSchemas'>, notifier: string, settings: JsonObject): readonly SchemaComplaint[] {
  const schema = notifierSchemas?.get(notifier);
  if (schema === undefined) return Object.keys(settings).map((key) => ({ path: [key], message: `unknown key "${key}"; ${id}/${notifier} has no settings` }));
  return compileSchema(schema, id).complaints(settings);
}

/** What a channel sets of a notifier, with the defaults of its schema; throws for what that does not allow. */
export function channelSettings(plugin: Pick<InstalledPlugin, 'id' | 'notifierSchemas'>, notifier: string, settings: JsonObject): JsonObject {
  const [wrong] = channelComplaints(plugin, notifier, settings);
  if (wrong !== undefined) throw settingsInvalid(`the channel's settings of ${plugin.id}/${notifier}: ${complaintText(wrong)}`, { place: { plugin: plugin.id } });
  const schema = plugin.notifierSchemas?.get(notifier);
  return schema === undefined ? settings : compileSchema(schema, plugin.id).withDefaults(settings);
}
