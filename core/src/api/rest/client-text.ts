import { z } from 'zod';
import { fileType, openApiDocument } from './openapi.ts';

const schemaSchema = z.looseObject({
  $ref: z.string().optional(), type: z.union([z.string(), z.array(z.string())]).optional(), enum: z.array(z.json()).optional(), const: z.json().optional(), anyOf: z.array(z.unknown()).optional(), items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(), required: z.array(z.string()).default([]), additionalProperties: z.unknown().optional(),
});

const operationSchema = z.object({
  operationId: z.string(), summary: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.unknown() })).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional(),
  responses: z.object({ 200: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }) }),
});

const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)), components: z.object({ schemas: z.record(z.string(), z.unknown()) }) });

const plain = new Map([['string', 'string'], ['number', 'number'], ['integer', 'number'], ['boolean', 'boolean'], ['null', 'null']]);

function field(name: string, isRequired: boolean, schema: unknown): string {
  return `readonly ${/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name)}${isRequired ? '' : '?'}: ${typeText(schema)}`;
}

/** The type of a JSON Schema, of as much of it as the document uses. */
function typeText(schema: unknown): string {
  const whole = schemaSchema.parse(schema);
  const { $ref, type, enum: words, const: only, anyOf, items, properties, required, additionalProperties } = whole;
  if ($ref !== undefined) return `Schemas['${$ref.slice($ref.lastIndexOf('/') + 1)}']`;
  if (words !== undefined) return words.map((word) => (typeof word === 'string' ? `'${word}'` : JSON.stringify(word))).join(' | ');
  if (Array.isArray(type)) return type.map((one) => typeText({ ...whole, type: one })).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeText))].join(' | ');
  if (type === 'array') return `readonly (${typeText(items)})[]`;
  if (properties !== undefined) return `{ ${Object.entries(properties).map(([name, of]) => field(name, required.includes(name), of)).join('; ')} }`;
  if (type === 'object') return typeof additionalProperties === 'object' ? `{ readonly [name: string]: ${typeText(additionalProperties)} }` : 'object';
  return plain.get(type ?? '') ?? 'unknown';
}

function inputText({ parameters, requestBody }: z.output<typeof operationSchema>): string {
  const body = schemaSchema.parse(requestBody?.content['application/json']?.schema ?? {});
  const fields = [
    ...parameters.filter((one) => one.in !== 'header').map(({ name, required, schema }) => field(name, required, schema)),
    ...(requestBody?.content[fileType] === undefined ? [] : ['readonly file: Blob']),
    ...Object.entries(body.properties ?? {}).map(([name, schema]) => field(name, body.required.includes(name), schema)),
  ];
  return fields.length === 0 ? 'object' : `{ ${fields.join('; ')} }`;
}

const written = '// Written from core/schemas/openapi.json by the test of core/src/api/rest/client-text.ts: not edited.';

/** The files of the client that the OpenAPI document makes: what answers are made of, what operations take and answer, and where they are. */
export function clientTexts(): ReadonlyMap<string, string> {
  const { paths, components } = documentSchema.parse(openApiDocument());
  const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
    .filter(({ operation }) => operation.responses[200].content['application/json'] !== undefined);
  const schemas = [
    '/** What answers are made of, by name. */', 'export interface Schemas {',
    ...Object.entries(components.schemas).map(([name, schema]) => `  readonly ${name}: ${typeText(schema)};`), '}',
  ];
  const types = [
    "import type { Schemas } from './schemas.ts';", '', '/** What each operation takes, and what it answers. */', 'export interface Operations {',
    ...operations.map(({ operation }) => `  /** ${operation.summary}. */\n  readonly ${operation.operationId}: { readonly input: ${inputText(operation)}; readonly answer: ${typeText(operation.responses[200].content['application/json']?.schema)} };`), '}',
  ];
  const places = [
    "import type { Operations } from './operations.ts';", '', '/** Where each operation is. */', 'export const places: { readonly [Name in keyof Operations]: { readonly method: string; readonly path: string; readonly sendsFile?: true } } = {',
    ...operations.map(({ path, method, operation }) => `  ${operation.operationId}: { method: '${method.toUpperCase()}', path: '${path}'${operation.requestBody?.content[fileType] === undefined ? '' : ', sendsFile: true'} },`), '};',
  ];
  return new Map(Object.entries({ 'schemas.ts': schemas, 'operations.ts': types, 'places.ts': places }).map(([name, lines]) => [name, [written, '', ...lines, ''].join('\n')]));
}
