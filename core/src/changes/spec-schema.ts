import type { JsonObject } from '@jackfield/sdk';
import { compileSchema, type CompiledSchema, type SchemaComplaint } from '../plugins/index.ts';
import { isMapping } from './canonical.ts';

const compiled = new WeakMap<JsonObject, CompiledSchema>();

/** The spec with the schema's defaults filled in, and what is wrong with it. */
export function checkSpec(schema: JsonObject, plugin: string, spec: JsonObject): { readonly spec: JsonObject; readonly complaints: readonly SchemaComplaint[] } {
  const known = compiled.get(schema) ?? compileSchema(schema, plugin);
  compiled.set(schema, known);
  return { spec: known.withDefaults(spec), complaints: known.complaints(spec) };
}

/** Names of the properties a schema marks as secret by `writeOnly` or `x-secret`, at any depth. */
export function secretNames(schema: unknown): ReadonlySet<string> {
  return markedNames(schema, ['writeOnly', 'x-secret']);
}

/** Names of the properties a schema marks by one of these keywords being true, at any depth. */
export function markedNames(schema: unknown, keywords: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    if (!isMapping(part)) return;
    if (isMapping(part.properties)) {
      for (const [name, property] of Object.entries(part.properties)) {
        if (isMapping(property) && keywords.some((keyword) => property[keyword] === true)) names.add(name);
      }
    }
    Object.values(part).forEach(visit);
  };
  visit(schema);
  return names;
}
