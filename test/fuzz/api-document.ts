import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonSchema, type JsonSchema, type Named } from './json-schema.ts';

const content = (type: string) => z.object({ content: z.object({ [type]: z.object({ schema: jsonSchema }).optional() }) });
const operationSchema = z.object({
  operationId: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: jsonSchema })).default([]),
  requestBody: content('application/json').optional(),
  responses: z.object({ 200: content('application/json'), default: content('application/problem+json') }),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())), components: z.object({ schemas: z.record(z.string(), jsonSchema) }) });

/** One thing that can be asked of the API, as its document has it. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly inPath: Named;
  readonly inQuery: Named;
  readonly headers: readonly string[];
  readonly body: JsonSchema | null;
  readonly answer: JsonSchema | undefined;
  readonly problem: JsonSchema | undefined;
}

const document = documentSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../core/schemas/openapi.json'), 'utf8')));

/** Schemas that operations name. */
export const named: Named = document.components.schemas;

/** All but the stream of events, which has no end. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).filter(() => path !== '/api/events').map(([method, given]) => {
  const { operationId, parameters, requestBody, responses } = operationSchema.parse(given);
  const of = (where: string): Named => Object.fromEntries(parameters.filter((one) => one.in === where).map(({ name, schema }) => [name, schema]));
  return {
    name: operationId, method: method.toUpperCase(), path, inPath: of('path'), inQuery: of('query'), headers: Object.keys(of('header')), body: requestBody?.content['application/json']?.schema ?? null,
    answer: responses[200].content['application/json']?.schema, problem: responses.default.content['application/problem+json']?.schema,
  };
}));
