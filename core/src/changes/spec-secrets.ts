import type { Json, JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import type { OpenVault } from '../sites/index.ts';
import { isMapping } from './canonical.ts';

/** In place of a secret: its name in the vault, and what to make when there is none. */
const referenceSchema = z.strictObject({ vault: z.string().min(1), generate: z.enum(['password', 'pin']).optional() });

/** Whether a spec names the vault at all: only then it is opened. */
export function namesVault(spec: Json): boolean {
  if (Array.isArray(spec)) return spec.some((part: Json) => namesVault(part));
  return isMapping(spec) && (referenceSchema.safeParse(spec).success || Object.values(spec).some(namesVault));
}

export interface SpecWithSecrets {
  readonly spec: JsonObject;
  /** Names that the vault does not have, and where they stand. */
  readonly missing: readonly { readonly name: string; readonly path: readonly (string | number)[] }[];
}

/** The spec with what it names of the vault, in properties that hold secrets and nowhere else: all else may be shown. */
export function withSecrets(spec: JsonObject, secretNames: ReadonlySet<string>, vault: Pick<OpenVault, 'take'>): SpecWithSecrets {
  const missing: { name: string; path: (string | number)[] }[] = [];
  const value = (part: Json, path: (string | number)[], isSecret: boolean): Json => {
    const reference = isSecret ? referenceSchema.safeParse(part) : null;
    if (reference?.success === true) {
      const { vault: name, generate = null } = reference.data;
      const secret = vault.take(name, generate);
      if (secret === null) missing.push({ name, path });
      return secret;
    }
    if (Array.isArray(part)) return part.map((each: Json, at) => value(each, [...path, at], isSecret));
    return isMapping(part) ? mapping(part, path, isSecret) : part;
  };
  const mapping = (part: JsonObject, path: (string | number)[], isSecret: boolean): JsonObject =>
    Object.fromEntries(Object.entries(part).map(([name, each]) => [name, value(each, [...path, name], isSecret || secretNames.has(name))]));
  return { spec: mapping(spec, [], false), missing };
}
