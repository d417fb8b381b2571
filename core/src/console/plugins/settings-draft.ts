import type { Schemas } from '../api/index.ts';
import type { Conflict } from '../parts/index.ts';

type Form = Schemas['SettingsForm'];
type Field = Schemas['SettingField'];

/** What is typed, by key, and not saved yet; an empty text takes the key away from this place. */
export type Draft = ReadonlyMap<string, string>;

export type Kind = 'boolean' | 'choice' | 'number' | 'text' | 'data';

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** How a value is asked for. `data`: a text that is JSON, or else the text itself. */
export function kindOf(schema: unknown): Kind {
  if (!isRecord(schema)) return 'data';
  if (Array.isArray(schema['enum']) && schema['enum'].every((one) => typeof one === 'string')) return 'choice';
  const kinds = new Set([schema['type']].flat().filter((type) => type !== 'null').map(kindOfType));
  const [only = 'data'] = kinds;
  return kinds.size === 1 ? only : 'data';
}

function kindOfType(type: unknown): Kind {
  switch (type) {
    case 'boolean': return 'boolean';
    case 'number': case 'integer': return 'number';
    case 'string': return 'text';
    default: return 'data';
  }
}

/** The words that a schema names, alone or among other shapes. */
export function choicesOf(schema: unknown): readonly string[] {
  if (!isRecord(schema)) return [];
  const of = [schema, ...(Array.isArray(schema['anyOf']) ? schema['anyOf'] : [])].filter(isRecord);
  return of.flatMap((one) => [...(Array.isArray(one['enum']) ? one['enum'] : []), one['const']]).filter((one) => typeof one === 'string');
}

/** A value as one types it. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What was typed as a value; the host says whether it fits. */
export function valueOf(kind: Kind, text: string): unknown {
  if (kind === 'text' || kind === 'choice') return text;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

export interface Edits {
  readonly set: readonly { readonly key: string; readonly value: unknown }[];
  readonly unset: readonly string[];
}

const ownText = (field: Field | undefined): string => (field?.own === undefined || field.own === null ? '' : textOf(field.own.value));
const fieldOf = (form: Form, key: string): Field | undefined => form.fields.find((one) => one.key === key);

/** With what was typed; without it where the place says that already. */
export function withText(draft: Draft, form: Form, key: string, text: string): Draft {
  const next = new Map(draft);
  if (text === ownText(fieldOf(form, key))) next.delete(key);
  else next.set(key, text);
  return next;
}

export function editsOf(form: Form, draft: Draft): Edits {
  const all = [...draft].map(([key, text]) => ({ key, text, kind: kindOf(fieldOf(form, key)?.schema) }));
  return { set: all.filter(({ text }) => text !== '').map(({ key, text, kind }) => ({ key, value: valueOf(kind, text) })), unset: all.filter(({ text }) => text === '').map(({ key }) => key) };
}

/** What was typed while somebody else wrote the file: each key as it stood, as it stands now, and as it was typed. */
export const conflictsOf = (began: Form, now: Form, draft: Draft): readonly Conflict[] =>
  began.etag === now.etag ? [] : [...draft].map(([key, mine]) => ({ key, title: fieldOf(now, key)?.title ?? key, began: ownText(fieldOf(began, key)), now: ownText(fieldOf(now, key)), mine }));

/** Who says what counts: `from district Yorkshire, sites/leeds.yaml:14`. */
export function sourceOf({ layer, name, place }: Field['layers'][number]): string {
  const where = place === null ? '' : `, ${place.file}:${place.line}`;
  return layer === name || name === '' ? `from ${layer}${where}` : `from ${layer} ${name}${where}`;
}
