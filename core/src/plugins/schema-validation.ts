import type { JsonObject } from '@jackfield/sdk';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { settingsSchemaInvalid } from './errors.ts';

/** A compiled JSON Schema of a plugin. */
export interface CompiledSchema {
  /** What is wrong with a value, one line each; empty when it is valid. */
  complaints(value: unknown): readonly string[];
  /** A copy of the value with the schema's defaults filled in; check it with `complaints` first. */
  withDefaults(value: JsonObject): JsonObject;
}

function describe(error: ErrorObject): string {
  const extra: { additionalProperty?: string; allowedValues?: readonly unknown[] } = error.params;
  const where = error.instancePath === '' ? '' : `${error.instancePath.slice(1).replaceAll('/', '.')}: `;
  const what = error.message ?? 'is not valid';
  if (extra.additionalProperty !== undefined) return `${where}unknown key "${extra.additionalProperty}"`;
  if (extra.allowedValues !== undefined) return `${where}${what}: ${extra.allowedValues.join(', ')}`;
  return `${where}${what}`;
}

/** Compiles a schema that came with a plugin. Throws a coded error when it is not a JSON Schema. */
export function compileSchema(schema: JsonObject, plugin: string): CompiledSchema {
  // One Ajv a schema: plugins choose their own $id, which must not meet another plugin's.
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: false });
  addFormats.default(ajv);
  ajv.addKeyword('x-secret');
  let validate: ReturnType<typeof ajv.compile>;
  try {
    validate = ajv.compile(schema);
  } catch (cause) {
    throw settingsSchemaInvalid(cause instanceof Error ? cause.message : 'schema does not compile', { place: { plugin }, cause });
  }
  return {
    complaints(value) {
      return validate(structuredClone(value)) ? [] : (validate.errors ?? []).map(describe);
    },
    withDefaults(value) {
      const copy = structuredClone(value);
      validate(copy);
      return copy;
    },
  };
}
