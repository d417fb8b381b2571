import { z } from 'zod';

/** As much of JSON Schema as the document of the API uses. */
export interface JsonSchema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly allOf?: readonly JsonSchema[] | undefined;
  readonly properties?: { readonly [name: string]: JsonSchema } | undefined;
  readonly additionalProperties?: boolean | JsonSchema | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: JsonSchema | undefined;
}

export const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() => z.looseObject({
  $ref: z.string().optional(), type: z.union([z.string(), z.array(z.string())]).optional(), enum: z.array(z.unknown()).optional(), required: z.array(z.string()).optional(),
  anyOf: z.array(jsonSchema).optional(), oneOf: z.array(jsonSchema).optional(), allOf: z.array(jsonSchema).optional(), items: jsonSchema.optional(),
  properties: z.record(z.string(), jsonSchema).optional(), additionalProperties: z.union([z.boolean(), jsonSchema]).optional(),
}));

export type Named = { readonly [name: string]: JsonSchema };

/** What a `$ref` means. */
export function meant(schema: JsonSchema, named: Named): JsonSchema {
  const [, name = ''] = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref ?? '') ?? [];
  return schema.$ref === undefined ? schema : named[name] ?? {};
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
}

function isOfType(value: unknown, type: JsonSchema['type']): boolean {
  if (type === undefined) return true;
  const found = typeOf(value);
  return [type].flat().some((one) => one === found || (one === 'number' && found === 'integer'));
}

/** Where a value has something that its schema does not name; null when nowhere. */
export function outside(value: unknown, given: JsonSchema, named: Named, at = ''): string | null {
  const schema = meant(given, named);
  const kinds = schema.anyOf ?? schema.oneOf;
  if (kinds !== undefined) {
    const wrong = kinds.map((kind) => outside(value, kind, named, at));
    return wrong.includes(null) ? null : wrong[0] ?? null;
  }
  if (!isOfType(value, schema.type)) return `${at} is ${typeOf(value)}`;
  if (Array.isArray(value)) return value.map((one, index) => outside(one, schema.items ?? {}, named, `${at}/${index}`)).find((wrong) => wrong !== null) ?? null;
  const { properties, additionalProperties: others } = schema;
  // One that names nothing takes anything: what stands in a configuration, a state of a device.
  if (!isObject(value) || (properties === undefined && others === undefined)) return null;
  const missing = (schema.required ?? []).find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${at}/${missing} is missing`;
  return Object.entries(value).map(([name, one]) => {
    const own = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : isObject(others) ? others : others === true ? {} : undefined;
    return own === undefined ? `${at}/${name} is not in the schema` : outside(one, own, named, `${at}/${name}`);
  }).find((wrong) => wrong !== null) ?? null;
}
