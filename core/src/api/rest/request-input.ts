import { z } from 'zod';
import type { Route } from './route.ts';

/** The schema within `optional`, `nullable` and defaults, and what may stand in its place. */
export function bare(schema: z.core.$ZodType): { readonly schema: z.core.$ZodType; readonly optional: boolean; readonly nullable: boolean } {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return { ...bare(schema.unwrap()), optional: true };
  if (schema instanceof z.ZodNullable) return { ...bare(schema.unwrap()), nullable: true };
  return { schema, optional: false, nullable: false };
}

/** Of texts of an address what a schema can take; what does not fit is left as it is, for the schema to say so. */
function fromText(schema: z.core.$ZodType, given: string | readonly string[]): unknown {
  const { schema: of } = bare(schema);
  if (of instanceof z.ZodArray) return typeof given === 'string' ? [given] : given;
  if (typeof given !== 'string') return given;
  if (of instanceof z.ZodNumber && /^-?\d+(\.\d+)?$/.test(given)) return Number(given);
  if (of instanceof z.ZodBoolean && (given === 'true' || given === 'false')) return given === 'true';
  return given;
}

export interface RequestParts {
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string | readonly string[] };
  readonly body: { readonly [name: string]: unknown };
}

/** The input of a command from the parts of a request. Names in the path win. A query cannot say null: it leaves out what is to be. */
export function inputOf({ method, input }: Pick<Route, 'method' | 'input'>, { params, query, body }: RequestParts): { readonly [name: string]: unknown } {
  const texts = { ...query, ...params };
  const schemas: [string, z.core.$ZodType][] = Object.entries(input.shape);
  const byName = new Map(schemas);
  const absent = method !== 'get' ? [] : schemas.filter(([, schema]) => bare(schema).nullable && !bare(schema).optional).map(([name]) => [name, null]);
  return {
    ...Object.fromEntries(absent), ...body,
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => {
      const schema = byName.get(name);
      return [name, schema === undefined ? text : fromText(schema, text)];
    })),
  };
}

/** Names in braces. */
export function namesIn(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
