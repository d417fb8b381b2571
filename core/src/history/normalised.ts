import type { Json, JsonObject } from '@jackfield/sdk';
import { isMapping, markedNames, Redaction, secretNames } from '../changes/index.ts';
import type { InstalledPlugin } from '../plugins/index.ts';

/** Names of the properties that a resource's schema marks as changing by themselves (`x-volatile`). */
export function volatileNames(plugin: InstalledPlugin, resource: string): ReadonlySet<string> {
  return markedNames(plugin.resourceSchemas.get(resource), ['x-volatile']);
}

/** A state without what changes by itself. */
export function withoutVolatile(state: JsonObject, names: ReadonlySet<string>): JsonObject {
  const lasting = (value: Json): Json => (Array.isArray(value) ? value.map(lasting) : isMapping(value) ? withoutVolatile(value, names) : value);
  return Object.fromEntries(Object.entries(state).filter(([name]) => !names.has(name)).map(([name, value]) => [name, lasting(value)]));
}

/** A state as it is kept: without what changes by itself, its secrets replaced. */
export function normalised(state: JsonObject, plugin: InstalledPlugin, resource: string): JsonObject {
  const lasting = withoutVolatile(state, volatileNames(plugin, resource));
  return new Redaction(secretNames(plugin.resourceSchemas.get(resource)), lasting).mapping(lasting);
}
