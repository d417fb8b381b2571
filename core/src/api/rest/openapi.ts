import { z } from 'zod';
import { problemAnswer } from './answers/host-answers.ts';
import { eventsRule } from './events-route.ts';
import { bare, namesIn } from './request-input.ts';
import type { Route } from './route.ts';
import { routes } from './routes/index.ts';
import type { Rule } from './rule.ts';

/** How a file is sent that is the body of a request. */
export const fileType = 'application/octet-stream';

type Json = { readonly [key: string]: unknown };

/** Schemas of a document, those with a name by it. */
class Schemas {
  readonly named: Record<string, unknown> = {};

  of(schema: z.core.$ZodType): Json {
    // The same text that answers are checked by; what it does not forbid may come later, and clients have to bear it.
    const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).replaceAll('"#/$defs/', '"#/components/schemas/');
    const { $schema: _dialect, $defs = {}, ...found } = z.looseObject({ $defs: z.record(z.string(), z.unknown()).optional() }).parse(JSON.parse(text));
    Object.assign(this.named, $defs);
    return found;
  }
}

function parametersOf(route: Route, schemas: Schemas): readonly Json[] {
  const inPath = namesIn(route.path);
  const shape: [string, z.core.$ZodType][] = Object.entries(route.input.shape);
  const named = shape.filter(([name]) => inPath.includes(name) || route.method === 'get' || route.takes !== undefined).map(([name, schema]) => ({
    name, in: inPath.includes(name) ? 'path' : 'query', required: inPath.includes(name) || !(bare(schema).optional || bare(schema).nullable), schema: schemas.of(schema),
  }));
  const match = { name: 'If-Match', in: 'header', required: false, description: `ETag of \`${route.edits ?? ''}\`: refused when it is another by now.`, schema: { type: 'string' } };
  const version = { name: 'If-Match', in: 'header', required: false, description: 'The etag of what was read, in place of `etag`: refused (412) when it is another by now.', schema: { type: 'string' } };
  const repeat = { name: 'Idempotency-Key', in: 'header', required: false, description: 'Any text of your own: a request that comes again with it within a day gets the same answer, and is not done again.', schema: { type: 'string' } };
  return [...named, ...(route.edits === undefined ? [] : [match]), ...(route.versioned === undefined || route.method === 'get' ? [] : [version]), ...(route.method === 'get' || route.rule === 'anyone' ? [] : [repeat])];
}

function bodyOf(route: Route, schemas: Schemas): Json {
  if (route.takes !== undefined) return { requestBody: { required: true, description: `The file, of ${route.takes.limit} bytes at most.`, content: { [fileType]: { schema: { type: 'string', format: 'binary' } } } } };
  const inPath = namesIn(route.path);
  const shape: [string, z.core.$ZodType][] = Object.entries(route.input.shape);
  const body = shape.filter(([name]) => !inPath.includes(name));
  if (route.method === 'get' || body.length === 0) return {};
  const needed = body.filter(([, schema]) => !bare(schema).optional).map(([name]) => name);
  const schema = {
    type: 'object', properties: Object.fromEntries(body.map(([name, of]) => [name, schemas.of(of)])), additionalProperties: false, ...(needed.length === 0 ? {} : { required: needed }),
  };
  return { requestBody: { required: needed.length > 0, content: { 'application/json': { schema } } } };
}

/** Who may ask, in words. */
export function ruleText(rule: Rule): string {
  if (rule === 'anyone') return 'Anyone.';
  if (rule === 'caller') return 'Whoever is logged in.';
  if (rule === 'session') return 'Whoever is logged in with a password: a token is not enough.';
  if (rule === 'fresh') return 'Whoever logged in with a password or a passkey within the last 15 minutes (else `JF8422`): a token is not enough.';
  const where = rule.at === 'seen' ? 'at any site; the answer is of those sites' : rule.at === 'organization' ? 'in all of the organization' : 'at every site that it touches; in all of the organization when it is not of one';
  return `Role ${rule.role} ${where}.${rule.isFresh === true ? ' It takes a login with a password or a passkey of the last 15 minutes (else `JF8422`): a token is not enough.' : ''}`;
}

function operationOf(route: Route, schemas: Schemas): Json {
  const parameters = parametersOf(route, schemas);
  return {
    operationId: route.name, summary: route.title, description: ruleText(route.rule), ...(route.rule === 'anyone' ? { security: [] } : {}), ...(parameters.length === 0 ? {} : { parameters }), ...bodyOf(route, schemas),
    responses: {
      200: { description: 'It is done, or found.', content: route.givesFile === true ? { [fileType]: { schema: { type: 'string', format: 'binary' } } } : { 'application/json': { schema: schemas.of(route.answer) } } },
      default: { description: 'It is not: the code of the error and what to do next.', content: { 'application/problem+json': { schema: schemas.of(problemAnswer) } } },
    },
  };
}

/** The one route that is no door to a command. */
const events: Json = {
  get: {
    operationId: 'events', summary: 'What happens, as server-sent events', description: `${ruleText(eventsRule)} A client that comes back with Last-Event-ID is told all that it missed; \`missed\`, when that is not kept any more.`,
    parameters: [{ name: 'Last-Event-ID', in: 'header', required: false, description: '`id` of the last event that the client has.', schema: { type: 'string', pattern: '^[0-9]{1,16}$' } }],
    responses: { 200: { description: 'One event after the other: `id`, `event` with its name, `data` with `{at, event}`.', content: { 'text/event-stream': { schema: { type: 'string' } } } } },
  },
};

/** The OpenAPI 3.1 document of all routes, from the schemas that check what comes in and goes out. */
export function openApiDocument(): Json {
  const schemas = new Schemas();
  const paths = Object.fromEntries([...Map.groupBy(routes, ({ path }) => path)].map(([path, of]) => [`/api${path}`, Object.fromEntries(of.map((route) => [route.method, operationOf(route, schemas)]))]));
  return {
    openapi: '3.1.1',
    info: { title: 'Jackfield', version: '1', description: 'Discover, check and push configuration. Errors carry the codes of the catalogue of errors.' },
    security: [{ token: [] }, { session: [] }],
    paths: { ...paths, '/api/events': events },
    components: {
      schemas: Object.fromEntries(Object.entries(schemas.named).toSorted(([one], [other]) => one.localeCompare(other))),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'As `jackfield token create` shows it.' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-jackfield', description: 'Of a login; `jackfield` where the way to the host is not encrypted. What alters something needs the header X-Jackfield-CSRF as well.' },
      },
    },
  };
}

/** As it is committed and served. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`;
}
