import type { Json, JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import { isMapping, mergeMappings, type Layer } from './cascade.ts';

/** Schemas of the keys under `settings`, handed in by the host: each room owns its own. */
export type SettingSchemas = { readonly [key: string]: z.ZodType };

function defaultsOf(schema: Json | undefined): JsonObject {
  if (!isMapping(schema)) return {};
  const own = isMapping(schema.default) ? schema.default : {};
  const properties = isMapping(schema.properties) ? schema.properties : {};
  const inner = Object.entries(properties).flatMap(([key, property]): [string, Json][] => {
    if (!isMapping(property)) return [];
    if (isMapping(property.properties)) {
      // A mapping without a default of its own is not set where somebody has to say more of it: it would be half of something.
      const nested = defaultsOf(property);
      const lacks = Array.isArray(property.required) && property.required.some((name) => typeof name === 'string' && !Object.hasOwn(nested, name));
      return lacks || Object.keys(nested).length === 0 ? [] : [[key, nested]];
    }
    return property.default === undefined ? [] : [[key, property.default]];
  });
  return mergeMappings(Object.fromEntries(inner), own);
}

/** The weakest layer: what the schemas give when nobody sets anything, as a person would write it. */
export function defaultLayer(schemas: SettingSchemas): Layer {
  const tree = Object.fromEntries(
    Object.entries(schemas).map(([key, schema]) => {
      const json: Json = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })));
      return [key, defaultsOf(json)];
    }),
  );
  return { layer: 'default', name: 'jackfield', tree, place: () => null };
}
