import type { JsonObject } from '@jackfield/sdk';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isMapping } from './canonical.ts';

export interface SpecComplaint {
  /** Steps into the spec. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const compiled = new WeakMap<JsonObject, ValidateFunction>();

function validator(schema: JsonObject): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  // One Ajv a schema: plugins choose their own $id, which must not meet another plugin's.
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}

function complaint(error: ErrorObject): SpecComplaint {
  const extra: { additionalProperty?: string; allowedValues?: readonly unknown[] } = error.params;
  const path = error.instancePath.split('/').slice(1).map((step) => {
    const plain = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return /^\d+$/.test(plain) ? Number(plain) : plain;
  });
  if (extra.additionalProperty !== undefined) return { path: [...path, extra.additionalProperty], message: `unknown key "${extra.additionalProperty}"` };
  const what = error.message ?? 'is not valid';
  return { path, message: extra.allowedValues === undefined ? what : `${what}: ${extra.allowedValues.join(', ')}` };
}

/** The spec with the schema's defaults filled in, and what is wrong with it. */
export function checkSpec(schema: JsonObject, spec: JsonObject): { readonly spec: JsonObject; readonly complaints: readonly SpecComplaint[] } {
  const copy = structuredClone(spec);
  const validate = validator(schema);
  return { spec: copy, complaints: validate(copy) ? [] : (validate.errors ?? []).map(complaint) };
}

/** Names of the properties a schema marks as secret by `writeOnly` or `x-secret`, at any depth. */
export function secretNames(schema: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    if (!isMapping(part)) return;
    if (isMapping(part.properties)) {
      for (const [name, property] of Object.entries(part.properties)) {
        if (isMapping(property) && (property.writeOnly === true || property['x-secret'] === true)) names.add(name);
      }
    }
    Object.values(part).forEach(visit);
  };
  visit(schema);
  return names;
}
