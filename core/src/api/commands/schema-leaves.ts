import type { Json, JsonObject } from '@jackfield/sdk';

/** A key of a JSON Schema that has a value of its own: one field of a form. */
export interface SchemaLeaf {
  /** Dotted, from the root. */
  readonly key: string;
  readonly title: string;
  readonly description: string | null;
  readonly unit: string | null;
  readonly schema: Json;
  /** It says which secret is meant, or is one. */
  readonly secret: boolean;
  /** It is one: what stands there is not shown. */
  readonly hides: boolean;
}

const isMapping = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** `anySource` is "Any source", `timeoutMs` "Timeout". */
function titleOf(name: string): string {
  const words = name.replace(/Ms$/, '').replaceAll(/([a-z0-9])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Follows mappings of named keys down to what is no such mapping: lists and mappings of free names are one value. */
export function schemaLeaves(schema: Json, path: readonly string[]): readonly SchemaLeaf[] {
  const properties = isMapping(schema) && isMapping(schema.properties) ? Object.entries(schema.properties) : [];
  if (properties.length > 0) return properties.flatMap(([name, part]) => schemaLeaves(part, [...path, name]));
  const name = path.at(-1) ?? '';
  if (!isMapping(schema) || path.length === 0 || (path[0] === 'plugins' && path.length < 3) || name === 'settings') return [];
  const hides = schema.writeOnly === true || schema.format === 'password';
  return [{ key: path.join('.'), title: text(schema.title) ?? titleOf(name), description: text(schema.description), unit: text(schema.unit) ?? (/[a-z]Ms$/.test(name) ? 'ms' : null), schema, secret: hides || name === 'credentials', hides }];
}
