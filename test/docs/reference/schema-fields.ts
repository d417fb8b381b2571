import { z } from 'zod';

const nodeSchema = z.object({
  description: z.string().optional(), default: z.json().optional(), enum: z.array(z.json()).optional(),
  properties: z.record(z.string(), z.json()).optional(), additionalProperties: z.json().optional(), items: z.json().optional(), anyOf: z.array(z.json()).optional(),
});

/** What a schema takes where a description is needed: an enumeration's words and a default among it. */
export function valueText({ description, enum: words }: { readonly description?: string | undefined; readonly enum?: readonly unknown[] | undefined }): string {
  const all = words === undefined ? '' : `One of ${words.map((word) => `\`${String(word)}\``).join(', ')}.`;
  return [description, all].filter((part) => part !== undefined && part !== '').join(' ');
}

function fields(path: string, json: unknown): readonly (readonly [path: string, text: string])[] {
  const node = nodeSchema.safeParse(json);
  if (!node.success) return [];
  const { properties = {}, additionalProperties, items, anyOf = [], default: value } = node.data;
  const inner = [
    ...Object.entries(properties).flatMap(([name, one]) => fields(path === '' ? name : `${path}.${name}`, one)),
    ...fields(`${path}.*`, additionalProperties), ...fields(`${path}[]`, items), ...anyOf.flatMap((one) => fields(path, one)),
  ];
  const isPlain = value !== undefined && (typeof value !== 'object' || value === null);
  const text = [valueText(node.data), isPlain ? `Default \`${String(value)}\`.` : ''].filter((part) => part !== '').join(' ');
  return path === '' || text === '' ? inner : [[path, text], ...inner];
}

/** Rows of a table: each key of a zod schema that says something of itself. */
export function schemaRows(schema: unknown): readonly string[] {
  if (!(schema instanceof z.ZodType)) return [];
  const found = fields('', z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  const told = new Map<string, string[]>();
  for (const [path, text] of found) told.set(path, [...new Set([...(told.get(path) ?? []), text])]);
  return [...told].map(([path, texts]) => `| \`${path}\` | ${texts.join(' Or: ').replaceAll('|', '\\|').replaceAll('\n', ' ')} |`);
}
