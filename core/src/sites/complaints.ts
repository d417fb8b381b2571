import { z } from 'zod';
import { didYouMean } from '@jackfield/sdk/manifest';
import { issueText, type JackfieldError } from '../errors/index.ts';
import { unknownKey, valueInvalid } from './errors.ts';
import type { Path, SourceFile } from './source-file.ts';

export interface Complaint {
  readonly path: Path;
  readonly message: string;
  /** The key that should not be there, and those that might have been meant. */
  readonly unknown?: { readonly key: string; readonly known: readonly string[] };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema inside optional, nullable and default ones. */
export function bareSchema(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
    inner = inner.unwrap();
  }
  return inner;
}

/** The schema of a part. */
export function memberSchema(schema: unknown, step: PropertyKey): unknown {
  const inner = bareSchema(schema);
  if (inner instanceof z.ZodObject) return inner.shape[String(step)];
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodArray) return inner.element;
  if (inner instanceof z.ZodUnion) return inner.options.map((option: unknown) => memberSchema(option, step)).find((found: unknown) => found !== undefined);
  return undefined;
}

/** The keys that a part may have; none for a value. */
export function schemaKeys(schema: unknown): string[] {
  const inner = bareSchema(schema);
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap(schemaKeys);
  return [];
}

function ofIssue(issue: z.core.$ZodIssue, schema: z.ZodType, base: Path): Complaint[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = schemaKeys(path.reduce<unknown>(memberSchema, schema));
    return issue.keys.map((key) => ({ path: [...path, key], message: `unknown key "${key}"`, unknown: { key, known } }));
  }
  if (issue.code === 'invalid_key') return [{ path, message: `"${String(issue.path.at(-1))}": ${issue.issues.map(issueText).join('; ')}` }];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The alternative that came furthest is the one that was meant.
    const reach = (issues: readonly z.core.$ZodIssue[]): number => Math.max(...issues.map((one) => one.path.length + (one.code === 'unrecognized_keys' ? 1 : 0)));
    const furthest = Math.max(...issue.errors.map(reach));
    const meant = issue.errors.filter((issues) => reach(issues) === furthest);
    if (furthest > 0 && meant[0] !== undefined && meant.length === 1) return meant[0].flatMap((one) => ofIssue(one, schema, path));
    const ways = new Set(issue.errors.flatMap((issues) => issues.map(issueText)));
    return [{ path, message: issue.message === 'Invalid input' ? [...ways].join(' or ').replaceAll(' or expected ', ' or ') : issueText(issue) }];
  }
  return [{ path, message: issueText(issue) }];
}

/** The part of a value at a path; undefined where there is none. */
export function valueIn(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((part, step) => (typeof part === 'object' && part !== null ? Reflect.get(part, step) : undefined), value);
}

/** What is wrong with a whole value by its schema. A key that is missing because it stands there mistyped is one mistake. */
export function complaints(schema: z.ZodType, value: unknown): readonly Complaint[] {
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  const found = parsed.error.issues.flatMap((issue) => ofIssue(issue, schema, []));
  const mistyped = new Set(found.flatMap(({ path, unknown }) => {
    const meant = unknown === undefined ? null : didYouMean(unknown.key, unknown.known);
    return meant === null ? [] : [[...path.slice(0, -1), meant].join('\0')];
  }));
  return found.filter(({ path, unknown }) => unknown !== undefined || valueIn(value, path) !== undefined || !mistyped.has(path.join('\0')));
}

/** What is wrong with a part of a value: keys may be missing at any depth, as in a layer of the cascade. */
export function partialComplaints(schema: unknown, value: unknown, path: Path = []): readonly Complaint[] {
  const inner = bareSchema(schema);
  if (inner instanceof z.ZodObject && isMapping(value)) {
    const known = Object.keys(inner.shape);
    return Object.entries(value).flatMap(([key, part]): readonly Complaint[] =>
      known.includes(key)
        ? partialComplaints(inner.shape[key], part, [...path, key])
        : [{ path: [...path, key], message: `unknown key "${key}"`, unknown: { key, known } }],
    );
  }
  if (inner instanceof z.ZodRecord && isMapping(value)) {
    return Object.entries(value).flatMap(([key, part]) => partialComplaints(inner.valueType, part, [...path, key]));
  }
  if (!(schema instanceof z.ZodType)) return [];
  return complaints(schema, value).map((complaint) => ({ ...complaint, path: [...path, ...complaint.path] }));
}

/** The complaints as errors with the place in the file. */
export function complaintErrors(source: SourceFile, found: readonly Complaint[], base: Path = []): JackfieldError[] {
  return found.map(({ path, message, unknown }) => {
    const full = [...base, ...path];
    const dotted = full.map(String).join('.');
    if (unknown === undefined) return valueInvalid(dotted === '' ? message : `${dotted}: ${message}`, { place: source.place(full) });
    const meant = didYouMean(unknown.key, unknown.known);
    return unknownKey(`${dotted}: ${message}`, {
      place: source.keyPlace(full),
      ...(meant === null ? {} : { hint: `Did you mean "${meant}"?` }),
    });
  });
}
