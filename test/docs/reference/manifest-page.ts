import { manifestSchema, pluginPackageSchema } from '@jackfield/sdk/manifest';
import { z } from 'zod';
import { cell } from './doc-text.ts';

const schemaSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.json().optional(),
  examples: z.array(z.json()).optional(),
  enum: z.array(z.string()).optional(),
  const: z.json().optional(),
  required: z.array(z.string()).optional(),
  get properties() { return z.record(z.string(), schemaSchema).optional(); },
  get additionalProperties() { return z.union([z.boolean(), schemaSchema]).optional(); },
  get items() { return schemaSchema.optional(); },
  get oneOf() { return z.array(schemaSchema).optional(); },
  get propertyNames() { return schemaSchema.optional(); },
});

type Schema = z.infer<typeof schemaSchema>;

const words: { readonly [type: string]: string } = { string: 'text', boolean: 'true or false', integer: 'whole number', number: 'number', object: 'mapping' };

function valuesOf({ additionalProperties }: Schema): Schema | null {
  return typeof additionalProperties === 'object' && additionalProperties.type !== undefined ? additionalProperties : null;
}

function typeOf(schema: Schema): string {
  if (typeof schema.const === 'string') return `\`${schema.const}\``;
  if (schema.oneOf !== undefined) return `one of ${schema.oneOf.length} mappings`;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.type === 'array') return `list of ${schema.items === undefined ? 'values' : typeOf(schema.items)}`;
  const values = schema.properties === undefined ? valuesOf(schema) : null;
  if (values !== null) return `mapping: ${schema.propertyNames?.enum === undefined ? 'name' : 'part'} to ${typeOf(values)}`;
  return words[schema.type ?? ''] ?? 'any';
}

const code = (value: unknown): string => `\`${JSON.stringify(value).replaceAll(/([,:])(?=["[{])/g, '$1 ')}\``;

/** What a key means, and what the entries of a list mean that have no section of their own. */
function meaning({ description = '', items }: Schema): string {
  return items?.description === undefined || items.properties !== undefined ? description : `${description} ${items.description}`;
}

function unlessTold(schema: Schema, isRequired: boolean): string {
  if (schema.default === undefined) return isRequired ? '**needed**' : '–';
  const isEmpty = typeof schema.default === 'object' && schema.default !== null && Object.keys(schema.default).length === 0;
  return isEmpty ? 'none' : code(schema.default);
}

/** A section for each object of the schema, the outer ones first. */
function sections(path: string, schema: Schema): string[] {
  if (schema.type === 'array' && schema.items !== undefined) return sections(`${path}[]`, schema.items);
  // Alternatives are told apart by the one value of their first key.
  if (schema.oneOf !== undefined) return schema.oneOf.flatMap((one) => sections(`${path} (${String(Object.values(one.properties ?? {})[0]?.const)})`, one));
  const values = schema.properties === undefined ? valuesOf(schema) : null;
  if (values !== null) return sections(`${path}.NAME`, values);
  if (schema.properties === undefined) return [];
  const entries = Object.entries(schema.properties);
  const inputs = new Set(schema.required ?? []);
  const rows = entries.map(([key, inner]) => [
    `| \`${key}\``, typeOf(inner), unlessTold(inner, inputs.has(key)), cell(meaning(inner)), `${(inner.examples ?? []).slice(0, 1).map(code).join('')} |`,
  ].join(' | '));
  return [
    `## ${path}`, '', ...(schema.description === undefined ? [] : [schema.description, '']),
    ...((schema.examples ?? []).length === 0 ? [] : [`For example ${code(schema.examples?.[0])}.`, '']),
    '| Key | Type | Unless told | Meaning | Example |', '|---|---|---|---|---|', ...rows, '',
    ...entries.flatMap(([key, inner]) => sections(path === 'package.json' ? key : `${path}.${key}`, inner)),
  ];
}

/** The page of the manifest, from the schema that the host checks with. */
export function manifestPage(): string {
  const outer = schemaSchema.parse(JSON.parse(JSON.stringify(z.toJSONSchema(pluginPackageSchema, { io: 'input' }))));
  const inner = schemaSchema.parse(JSON.parse(JSON.stringify(Object.values(z.toJSONSchema(manifestSchema, { io: 'input' }).$defs ?? {})[0])));
  // The schema of the manifest has an address of its own, and is only referred to.
  const schema = { ...outer, properties: { ...outer.properties, jackfield: { description: outer.properties?.['jackfield']?.description, ...inner } } };
  return [
    '# The manifest', '',
    'What `package.json` says about a plugin; generated from the schema that the host checks it with. A key that is not here is refused with',
    'its name (JF2002). Editors complete it with [the JSON Schema](../../../sdk/schemas/manifest.json) of the `jackfield` key. NAME is a name that you',
    'choose: letters, digits and hyphens, a small letter first. Paths lie inside the package.', '',
    ...sections('package.json', schema),
  ].join('\n').replaceAll(/\n{3,}/g, '\n\n').trimEnd() + '\n';
}
