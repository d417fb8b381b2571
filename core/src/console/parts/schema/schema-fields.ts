/** A field of a form, from the JSON Schema of a resource. */
export interface Field {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly unit: string | null;
  readonly required: boolean;
  /** Never shown, and better kept in the vault. */
  readonly secret: boolean;
  /** `data`: of a shape that no form can ask for; it is written as YAML. */
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'list' | 'group' | 'data';
  readonly choices: readonly (string | number)[];
  /** What entries of a list are. */
  readonly entries: 'text' | 'number' | null;
  readonly fields: readonly Field[];
  /** What it is when it is left out; null where the device's own stays. */
  readonly defaultText: string | null;
  /** May be `null`: taken away. */
  readonly nullable: boolean;
  /** Shown with several lines. */
  readonly long: boolean;
}

interface Schema {
  readonly [keyword: string]: unknown;
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
const textIn = (schema: Schema, keyword: string): string | null => (typeof schema[keyword] === 'string' ? schema[keyword] : null);

/** The fields that a schema asks for, in its order; none where it is no object with properties. */
export function fieldsOf(schema: unknown): readonly Field[] {
  return isSchema(schema) ? fieldsIn(schema, schema, 0) : [];
}

/** The schema of what stands under these keys, with what it refers to; entries of lists take no key. Undefined where the schema says nothing. */
export function schemaAt(schema: unknown, keys: readonly string[]): unknown {
  if (!isSchema(schema)) return undefined;
  const found = keys.reduce<unknown>((at, key) => inside(at, key, schema), schema);
  if (!isSchema(found)) return undefined;
  return { ...entriesOf(found, schema), $defs: schema.$defs };
}

function inside(of: unknown, key: string, root: Schema): unknown {
  if (!isSchema(of)) return undefined;
  const whole = entriesOf(of, root);
  const options = [whole, ...[whole.anyOf, whole.oneOf, whole.allOf].filter(Array.isArray).flat()].filter(isSchema).map((one) => resolved(one, root, 0));
  return options.map(({ properties }) => (isSchema(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined)).find((one) => one !== undefined);
}

/** What entries are, for a list; else the schema itself. */
function entriesOf(schema: Schema, root: Schema): Schema {
  const whole = resolved(schema, root, 0);
  return isSchema(whole.items) ? entriesOf(whole.items, root) : whole;
}

function fieldsIn(schema: Schema, root: Schema, depth: number): readonly Field[] {
  if (!isSchema(schema.properties)) return [];
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).map(([name, of]) => fieldOf(name, of, root, required.includes(name), depth));
}

/** What a reference stands for; schemas that refer to themselves end as data. */
function resolved(schema: Schema, root: Schema, depth: number): Schema {
  const reference = textIn(schema, '$ref');
  if (reference === null || depth > 8 || !reference.startsWith('#/')) return schema;
  const found = reference.slice(2).split('/').reduce<unknown>((at, step) => (isSchema(at) ? at[step] : undefined), root);
  return isSchema(found) ? { ...resolved(found, root, depth + 1), ...schema, $ref: undefined } : schema;
}

function fieldOf(name: string, of: unknown, root: Schema, required: boolean, depth: number): Field {
  const whole = resolved(isSchema(of) ? of : {}, root, 0);
  const options = [whole.anyOf, whole.oneOf].find(Array.isArray)?.filter(isSchema).map((one) => resolved(one, root, 0)) ?? [];
  const others = options.filter(({ type }) => type !== 'null');
  const types = Array.isArray(whole.type) ? whole.type.filter((type) => type !== 'null') : [whole.type];
  const nullable = others.length < options.length || (Array.isArray(whole.type) && whole.type.includes('null'));
  const [only] = others;
  const schema: Schema = only !== undefined && others.length === 1 ? { ...whole, ...only } : { ...whole, type: types.length === 1 ? types[0] : undefined };
  const shape = others.length > 1 ? { kind: 'data' as const } : shapeOf(schema, root, depth);
  return {
    name, title: textIn(whole, 'title') ?? textIn(schema, 'title') ?? name, description: textIn(whole, 'description') ?? textIn(schema, 'description'), unit: textIn(whole, 'unit') ?? textIn(whole, 'x-unit'),
    required, secret: whole.writeOnly === true || whole['x-secret'] === true, choices: [], entries: null, fields: [], ...shape, nullable,
    defaultText: whole.default === undefined ? null : typeof whole.default === 'string' ? whole.default : JSON.stringify(whole.default), long: /^(content|text|body|script|rules)$/.test(name),
  };
}

function shapeOf(schema: Schema, root: Schema, depth: number): Pick<Field, 'kind'> & Partial<Field> {
  const choices = Array.isArray(schema.enum) ? schema.enum.filter((one) => typeof one === 'string' || typeof one === 'number') : [];
  if (choices.length > 0) return { kind: 'choice', choices };
  if (typeof schema.const === 'string' || typeof schema.const === 'number') return { kind: 'choice', choices: [schema.const] };
  if (schema.type === 'string') return { kind: 'text' };
  if (schema.type === 'integer' || schema.type === 'number') return { kind: 'number' };
  if (schema.type === 'boolean') return { kind: 'boolean' };
  if (schema.type === 'array' && isSchema(schema.items)) {
    const { type } = resolved(schema.items, root, 0);
    if (type === 'string') return { kind: 'list', entries: 'text' };
    if (type === 'integer' || type === 'number') return { kind: 'list', entries: 'number' };
  }
  if (schema.type === 'object' && depth < 3) {
    const fields = fieldsIn(schema, root, depth + 1);
    if (fields.length > 0) return { kind: 'group', fields };
  }
  return { kind: 'data' };
}

/** What somebody typed for a number: a number where it is one, and else text as it stands, such as `${vlan}`; nothing for nothing. */
export function numberTyped(typed: string): number | string | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
