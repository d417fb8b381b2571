import { fieldsOf, schemaAt } from './schema-fields.ts';

/** What there is to name in a change file. */
export interface Known {
  readonly devices: readonly string[];
  /** By names such as `snmp-switch/port`. */
  readonly resources: ReadonlyMap<string, { readonly title: string; readonly schema: unknown }>;
  /** JSON Schema of change files. */
  readonly file: unknown;
}

export interface Offered {
  readonly label: string;
  readonly detail: string;
  /** What is written; the label unless told. */
  readonly insert?: string;
}

interface Place {
  /** Keys around the line, outermost first; entries of lists have none. */
  readonly keys: readonly string[];
  /** Where the entry of `changes` begins that the line is of; null outside of one. */
  readonly entryLine: number | null;
}

const keyLine = /^(\s*)((?:- )*)([\w.-]+):/;

/** What could stand at a place of the text: keys of the mapping that it is in, or values of the key before it. */
export function completionsAt(text: string, offset: number, known: Known): { readonly from: number; readonly offered: readonly Offered[] } {
  const before = text.slice(0, offset);
  const lines = text.split('\n');
  const at = before.split('\n').length - 1;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const key = /^(\s*(?:- )*)([\w.-]*)$/.exec(line);
  if (key !== null) {
    const [, indent = '', typed = ''] = key;
    return { from: offset - typed.length, offered: keysAt(placeOf(lines, at, indent.length, indent.includes('-')), lines, known) };
  }
  const value = /^(\s*(?:- )*)([\w.-]+):\s+(?:\[.*?)?['"]?([^'"[\],]*)$/.exec(line);
  if (value === null) return { from: offset, offered: [] };
  const [, indent = '', name = '', typed = ''] = value;
  const place = placeOf(lines, at, indent.length, indent.includes('-'));
  return { from: offset - typed.trimStart().length, offered: valuesAt({ ...place, keys: [...place.keys, name] }, lines, known) };
}

/** Looks up from a line to what it stands in, by indents: a text that somebody is typing is no YAML yet. */
function placeOf(lines: readonly string[], at: number, indent: number, begins: boolean): Place {
  const keys: string[] = [];
  let entryLine: number | null = begins ? at : null;
  // What begins an entry stands in the list of a key that is no deeper than its dash.
  let within = begins ? indent - 1 : indent;
  for (let above = at - 1; above >= 0 && within > 0; above -= 1) {
    const found = keyLine.exec(lines[above] ?? '');
    if (found === null) continue;
    const [, space = '', dashes = '', name = ''] = found;
    const deep = space.length + dashes.length;
    if (deep < within) {
      keys.unshift(name);
      within = deep;
    }
    if (dashes !== '' && deep <= within) {
      within = space.length + 1;
      entryLine = above;
    }
  }
  return { keys, entryLine: keys[0] === 'changes' ? entryLine : null };
}

/** The resource that the entry around a line names. */
function resourceOf({ entryLine }: Place, lines: readonly string[], known: Known): unknown {
  if (entryLine === null) return undefined;
  const dash = (lines[entryLine] ?? '').indexOf('-');
  const rest = lines.slice(entryLine);
  const end = rest.findIndex((line, index) => index > 0 && line.trim() !== '' && (line.search(/\S/) <= dash));
  const named = rest.slice(0, end === -1 ? rest.length : end).map((line) => /(?:^|[\s-])resource:\s*['"]?([\w/.-]+)/.exec(line)?.[1]).find((one) => one !== undefined);
  return known.resources.get(named ?? '')?.schema;
}

/** Where the schema of the place begins, and the keys from there. */
function schemaOf(place: Place, lines: readonly string[], known: Known): unknown {
  const [first, second, ...inside] = place.keys;
  return first === 'changes' && second === 'spec' ? schemaAt(resourceOf(place, lines, known), inside) : schemaAt(known.file, place.keys);
}

function keysAt(place: Place, lines: readonly string[], known: Known): readonly Offered[] {
  return fieldsOf(schemaOf(place, lines, known)).map(({ name, title, description, kind }) => ({ label: name, detail: title === name ? (description ?? '') : title, insert: kind === 'group' ? `${name}:` : `${name}: ` }));
}

function valuesAt(place: Place, lines: readonly string[], known: Known): readonly Offered[] {
  const [first, second, ...others] = place.keys;
  if (first === 'changes' && others.length === 0) {
    if (second === 'device') return known.devices.map((label) => ({ label, detail: 'device' }));
    if (second === 'resource') return [...known.resources].map(([label, { title }]) => ({ label, detail: title }));
  }
  const field = fieldsOf(schemaOf({ ...place, keys: place.keys.slice(0, -1) }, lines, known)).find(({ name }) => name === place.keys.at(-1));
  if (field === undefined) return [];
  if (field.kind === 'boolean') return ['true', 'false'].map((label) => ({ label, detail: field.title }));
  return field.choices.map((one) => ({ label: String(one), detail: field.title }));
}
