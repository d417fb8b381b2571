import type { Json, JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import { isMapping } from './canonical.ts';

const name = /^[a-z][A-Za-z0-9]*$/;

/** `settings.variables` of the cascade: what change files leave open, and each region, district, site or device fills in. */
export const variablesSchema = z
  .record(z.string().regex(name, 'a name such as voiceVlan'), z.json())
  .meta({ description: 'What ${name} stands for in change files.' });

/** A variable that a spec names and that nobody has set. */
export interface MissingVariable {
  readonly name: string;
  /** Where in the spec. */
  readonly path: readonly (string | number)[];
}

export interface FilledSpec {
  readonly spec: JsonObject;
  readonly missing: readonly MissingVariable[];
}

/** `$${` is a dollar sign and a brace. */
const reference = /\$\$\{|\$\{([a-z][A-Za-z0-9]*)\}/g;

/** The spec with its variables filled in: one that stands alone keeps its type, one within a text becomes text. */
export function filledSpec(spec: JsonObject, lookUp: (name: string) => Json | undefined): FilledSpec {
  const missing: MissingVariable[] = [];
  const asked = (variable: string, path: MissingVariable['path']): Json => {
    const value = lookUp(variable);
    if (value === undefined) missing.push({ name: variable, path });
    return value ?? null;
  };
  const text = (value: string, path: MissingVariable['path']): Json => {
    const alone = /^\$\{([a-z][A-Za-z0-9]*)\}$/.exec(value)?.[1];
    if (alone !== undefined) return asked(alone, path);
    return value.replaceAll(reference, (whole, variable: string | undefined) => {
      if (variable === undefined) return whole.slice(1);
      const found = asked(variable, path);
      return typeof found === 'string' ? found : JSON.stringify(found);
    });
  };
  const mapping = (value: JsonObject, path: MissingVariable['path']): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part, [...path, key])]));
  const filled = (value: Json, path: MissingVariable['path']): Json => {
    if (typeof value === 'string') return text(value, path);
    if (Array.isArray(value)) return value.map((part: Json, index) => filled(part, [...path, index]));
    return isMapping(value) ? mapping(value, path) : value;
  };
  return { spec: mapping(spec, []), missing };
}
