import type { Json, JsonObject } from '@jackfield/sdk';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { didYouMean } from '../sites/index.ts';
import { settingsSchemaInvalid } from './errors.ts';

/** One thing that is wrong with a value. */
export interface SchemaComplaint {
  /** Steps into the value. */
  readonly path: readonly (string | number)[];
  /** What is wrong there, without the path. */
  readonly message: string;
}

/** A compiled JSON Schema of a plugin. */
export interface CompiledSchema {
  /** What is wrong with a value; empty when it is valid. */
  complaints(value: unknown): readonly SchemaComplaint[];
  /** A copy of the value with the schema's defaults filled in; check it with `complaints` first. */
  withDefaults(value: JsonObject): JsonObject;
}

/** `ports.watch: must be string`, as one line. */
export function complaintText({ path, message }: SchemaComplaint): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

function steps(pointer: string): (string | number)[] {
  return pointer.split('/').slice(1).map((step) => {
    const plain = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return /^\d+$/.test(plain) ? Number(plain) : plain;
  });
}

function propertiesOf(schema: unknown): string[] {
  const properties = typeof schema === 'object' && schema !== null && 'properties' in schema ? schema.properties : null;
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

function complaint(error: ErrorObject): SchemaComplaint {
  const extra: { additionalProperty?: string; allowedValues?: readonly unknown[]; type?: unknown } = error.params;
  const path = steps(error.instancePath);
  const { additionalProperty: stray } = extra;
  if (stray !== undefined) {
    const known = propertiesOf(error.parentSchema);
    const meant = didYouMean(stray, known);
    const takes = known.length === 0 ? '' : meant === null ? `; it takes ${known.join(', ')}` : `; did you mean "${meant}"?`;
    return { path: [...path, stray], message: `unknown key "${stray}"${takes}` };
  }
  const what = error.message ?? 'is not valid';
  if (extra.allowedValues !== undefined) return { path, message: `${what}: ${extra.allowedValues.join(', ')}` };
  const isUnquoted = extra.type === 'string' && (typeof error.data === 'number' || typeof error.data === 'boolean');
  return { path, message: isUnquoted ? `${what}: write '${String(error.data)}' in quotes` : what };
}

const mostRounds = 20;

/**
 * What of a value the schema understands: without what is wrong, so that its defaults hold there. Null when even the rest
 * is not valid, such as for want of something required.
 */
export function understood(schema: CompiledSchema, value: JsonObject): JsonObject | null {
  let rest = value;
  // What was left out may have been required further up; a schema whose own defaults are wrong never comes to an end.
  for (let round = 0; round < mostRounds; round += 1) {
    const complaints = schema.complaints(rest);
    if (complaints.length === 0) return rest;
    if (complaints.some(({ path }) => path.length === 0)) return null;
    for (const { path } of complaints) rest = without(rest, path) ?? rest;
  }
  return null;
}

function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy without what stands at the path; of a list that has a part that is wrong, without the list. */
function without(value: Json | undefined, [step, ...further]: readonly (string | number)[]): JsonObject | undefined {
  if (!isMapping(value) || step === undefined) return undefined;
  const inner = further.length === 0 ? undefined : without(value[step], further);
  const { [step]: _gone, ...others } = value;
  return inner === undefined ? others : { ...others, [step]: inner };
}

const compiled = new WeakMap<JsonObject, CompiledSchema>();

/** Compiles a schema that came with a plugin, once. Throws a coded error when it is not a JSON Schema. */
export function compileSchema(schema: JsonObject, plugin: string): CompiledSchema {
  const known = compiled.get(schema) ?? compile(schema, plugin);
  compiled.set(schema, known);
  return known;
}

function compile(schema: JsonObject, plugin: string): CompiledSchema {
  // One Ajv a schema: plugins choose their own $id, which must not meet another plugin's.
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: false, verbose: true });
  addFormats.default(ajv);
  ajv.addKeyword('x-secret');
  ajv.addKeyword('x-volatile');
  ajv.addKeyword('x-devices');
  let validate: ReturnType<typeof ajv.compile>;
  try {
    validate = ajv.compile(schema);
  } catch (cause) {
    throw settingsSchemaInvalid(cause instanceof Error ? cause.message : 'schema does not compile', { place: { plugin }, cause });
  }
  return {
    complaints(value) {
      return validate(structuredClone(value)) ? [] : (validate.errors ?? []).map(complaint);
    },
    withDefaults(value) {
      const copy = structuredClone(value);
      validate(copy);
      return copy;
    },
  };
}
