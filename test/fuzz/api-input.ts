import fc from 'fast-check';
import { named, type Operation } from './api-document.ts';
import { meant, type JsonSchema, type Named } from './json-schema.ts';

/** One request as it goes over the wire. */
export interface Hostile {
  readonly caller: 'stranger' | 'viewer' | 'manager' | 'admin' | 'token';
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: Buffer | null;
}

/** Names of things that are there, at the site of the viewer and at the other, and of the layers between. */
const known = [
  'leeds', 'bristol', 'leeds-core', 'bristol-core', 'id-leeds', 'id-bristol', 'incident-leeds', 'incident-bristol', 'leeds-1', 'bristol-1', 'both-1', 'proposal-bristol', 'rollout-bristol', '10.1.0.1', '10.2.0.1',
  'site:leeds', 'site:bristol', 'district:avon', 'organization', 'policy', 'snmp-switch', 'switches', 'spare', 'sites/leeds.yaml', 'sites/bristol.yaml', 'credentials.yaml', 'jackfield.yaml', 'health.attempts',
  'viewer', 'admin', 'ada', 'm', '1m', '1', '2026-01-01T00:00:00Z', 'snmp-community',
];

/** Texts that programs stumble over. */
const odd = [
  '', ' ', '\0', 'a\0b', '\u{d800}', '\u{dfff}x', '\u202egnirts', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '../../etc/passwd', '..\\..\\x', '/etc/passwd', 'sites/../jackfield.yaml', 'sites/leeds.yaml\0', './sites/leeds.yaml',
  'file:///etc/passwd', 'http://169.254.169.254/', "' OR 1=1 --", '%00', '%2e%2e%2f', '${7*7}', '<script>alert(1)</script>', 'javascript:alert(1)', 'NaN', '-0', '1e999', '99999999999999999999', 'true', 'null', 'a'.repeat(70_000), '*a', '&a [*a]',
  '&a [&b [*a, *b]]', '!!js/function x', '{{{{', '- '.repeat(3_000), '\r\nx: y', '9'.repeat(400), '[]', '(?:a+)+$', '🏴'.repeat(300), '٣', 'ｌｅｅｄｓ', '2026-99-99T00:00:00Z', '-1', '0x10',
];

const text = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 2, arbitrary: fc.constantFrom(...odd) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) });
const number = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(-1, 65_536, 2 ** 31, 2 ** 53, -(2 ** 53), 1.5, 1e300, -0), fc.integer());

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
/** Own keys, as JSON brings them. */
const poison: unknown = JSON.parse('{"__proto__":{"isAdmin":true,"role":"admin"},"constructor":{"prototype":{"isAdmin":true}},"toString":1,"length":-1}');
const many = Object.fromEntries(Array.from({ length: 3_000 }, (_one, index) => [`k${index}`, index]));
const strange: fc.Arbitrary<unknown> = fc.oneof(text, number, fc.boolean(), fc.constantFrom<unknown>(null, [], {}, poison, many, [[]], nested(2_000), Array.from({ length: 5_000 }, () => null)), fc.jsonValue({ maxDepth: 2 }));

/** What a schema asks for, or nearly. */
function fitting(given: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  const schema = meant(given, named);
  const kinds = schema.anyOf ?? schema.oneOf;
  if (kinds !== undefined && kinds.length > 0) return fc.oneof(...kinds.map((kind) => fitting(kind, depth)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined && schema.enum.length > 0) return fc.constantFrom(...schema.enum);
  const [type = 'any'] = [schema.type ?? []].flat();
  if (type === 'array') return depth > 4 ? fc.constant([]) : fc.array(mostly(schema.items ?? {}, depth + 1), { maxLength: 4 });
  if (type === 'object') return depth > 4 ? fc.constant({}) : objectOf(schema, depth + 1);
  const plain: { readonly [type: string]: fc.Arbitrary<unknown> } = { string: text, boolean: fc.boolean(), null: fc.constant(null), integer: number, number };
  return plain[type] ?? strange;
}

const mostly = (schema: JsonSchema, depth: number): fc.Arbitrary<unknown> => fc.oneof({ weight: 12, arbitrary: fitting(schema, depth) }, { weight: 1, arbitrary: strange });

function objectOf({ properties = {}, required = [], additionalProperties }: JsonSchema, depth: number): fc.Arbitrary<object> {
  const own = fc.record(Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, mostly(schema, depth)])), { requiredKeys: [...required].filter((name) => Object.hasOwn(properties, name)) });
  const free = typeof additionalProperties === 'object' ? fc.dictionary(text, mostly(additionalProperties, depth), { maxKeys: 3 }) : fc.constant({});
  const extra = fc.oneof({ weight: 15, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constantFrom(poison, many, { isAdmin: true }) });
  const left = fc.oneof({ weight: 15, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...required, '') });
  return fc.tuple(own, free, extra, left).map(([one, two, three, without]) => Object.fromEntries([one, two, three].flatMap((part) => Object.entries(Object(part))).filter(([name]) => name !== without)));
}

/** As a browser would write it, or as it should not be written at all. */
const inAddress: fc.Arbitrary<string> = fc.oneof({ weight: 9, arbitrary: text.map((one) => encodeURIComponent(one.slice(0, 9_000).toWellFormed())) }, { weight: 1, arbitrary: fc.constantFrom('%', '%ff', '%c0%ae', '%ZZ', '%00', '..%2f..%2f', '%252e%252e', '.', '..', '%2e%2e', '&', '+', '"', '`{}|^') });

function pathOf({ path, inPath, inQuery }: Operation): fc.Arbitrary<string> {
  const inside = fc.record(Object.fromEntries(Object.keys(inPath).map((name) => [name, inAddress])));
  const pairs = (of: Named): fc.Arbitrary<string> => Object.keys(of).length === 0 ? fc.constant('') : fc.array(fc.tuple(fc.constantFrom(...Object.keys(of)), inAddress).map((pair) => pair.join('=')), { maxLength: 4 }).map((all) => all.join('&'));
  const query = fc.oneof({ weight: 8, arbitrary: pairs(inQuery) }, { weight: 1, arbitrary: fc.constantFrom('__proto__=1', '__proto__[x]=1', 'constructor=1', 'limit=1&limit=2', 'a'.repeat(5_000), '=&=&&', '%00=%00', Array.from({ length: 1_500 }, () => 'site=leeds').join('&')) });
  return fc.tuple(inside, query).map(([names, asked]) => `${path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => names[name] ?? '')}${asked === '' ? '' : `?${asked}`}`);
}

const json = 'application/json';

/** The bytes of a body with their type: as they should be, cut short, torn, over the limit, of another kind. */
function bodyOf({ body, method }: Operation): fc.Arbitrary<{ readonly bytes: Buffer | null; readonly type: string | null }> {
  const none = fc.constant({ bytes: null, type: null });
  if (method === 'GET') return fc.oneof({ weight: 15, arbitrary: none }, { weight: 1, arbitrary: fc.constant({ bytes: Buffer.from('{"a":1}'), type: json }) });
  const good = (body === null ? fc.constant({}) : mostly(body, 0)).map((value) => Buffer.from(JSON.stringify(value) ?? ''));
  const torn = fc.constantFrom('', '{', '[]', 'null', '1', '"x"', '{"name":"a","name":"b"}', '{"__proto__":{"x":1}}', '{"constructor":{"prototype":{}}}', '\ufeff{}', `${'['.repeat(100_000)}`, `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, '{"a":\ud800}', '{}{}', '{"a":NaN}').map((one) => Buffer.from(one));
  const bytes = fc.oneof({ weight: 24, arbitrary: good }, { weight: 2, arbitrary: torn }, { weight: 1, arbitrary: good.map((one) => one.subarray(0, one.length / 2)) }, { weight: 1, arbitrary: good.map((one) => Buffer.concat([one.subarray(0, -1), Buffer.from([0xff, 0xc0, 0x80, 0x7d])])) }, { weight: 1, arbitrary: fc.constantFrom(16_384, 16_385, 300_000).map((size) => Buffer.from(`{"name":"${'x'.repeat(size - 11)}"}`)) });
  const types = fc.oneof({ weight: 15, arbitrary: fc.constant(json) }, { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/octet-stream', 'application/json; charset=utf-16', 'application/json;', 'x', 'application/xml') });
  return fc.oneof({ weight: 20, arbitrary: fc.record({ bytes, type: types }) }, { weight: 1, arbitrary: none });
}

/** Requests of one operation. */
export function requests(operation: Operation): fc.Arbitrary<Hostile> {
  const marked = fc.option(fc.constantFrom('"x"', '*', 'x', '"'.repeat(2_000), '__proto__'), { freq: 6 });
  const key = fc.option(fc.constantFrom('again', '__proto__', 'k'.repeat(5_000), '\u00ff'), { freq: 6 });
  return fc.record({ caller: fc.constantFrom('stranger', 'viewer', 'viewer', 'manager', 'manager', 'admin', 'admin', 'admin', 'token'), path: pathOf(operation), sent: bodyOf(operation), marked, key }).map(({ caller, path, sent, marked: mark, key: repeat }) => ({
    caller, path, body: sent.bytes,
    headers: {
      ...(sent.type === null ? {} : { 'content-type': sent.type }), ...(mark === null || !operation.headers.includes('If-Match') ? {} : { 'if-match': mark }), ...(repeat === null || !operation.headers.includes('Idempotency-Key') ? {} : { 'idempotency-key': repeat }),
    },
  }));
}
