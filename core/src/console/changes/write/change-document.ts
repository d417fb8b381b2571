import { isMap, isScalar, isSeq, parseDocument, type Document, type Node } from 'yaml';

export type Path = readonly (string | number)[];
export interface Spec {
  readonly [field: string]: unknown;
}

/** An entry of a change file, as a form shows it. */
export interface Entry {
  readonly id: string | null;
  /** Names of devices; null when they are selected by site, kind or labels, which is written as YAML. */
  readonly devices: readonly string[] | null;
  /** As in `snmp-switch/port`; empty while it is not chosen. */
  readonly resource: string;
  readonly spec: Spec;
}

export interface ChangeDocument {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** What a new change begins with. */
export const emptyChange = 'title: \nchanges: []\n';

const isRecord = (value: unknown): value is Spec => typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function parsed(text: string): Document.Parsed | null {
  const document = parseDocument(text, { prettyErrors: false });
  return document.errors.length > 0 || !(document.contents === null || isMap(document.contents)) ? null : document;
}

/** The form of a text; null while the text is no YAML of a change at all, and can only be mended as text. */
export function readChange(text: string): ChangeDocument | null {
  const document = parsed(text);
  if (document === null) return null;
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    return null;
  }
  const file = isRecord(value) ? value : {};
  const changes: readonly unknown[] = Array.isArray(file.changes) ? file.changes : [];
  return { title: textOf(file.title), entries: changes.map(entryOf) };
}

function entryOf(value: unknown): Entry {
  const { id, device, resource, spec } = isRecord(value) ? value : {};
  const devices = isRecord(device) ? null : (Array.isArray(device) ? device : device === undefined || device === null || device === '' ? [] : [device]).map(textOf);
  return { id: typeof id === 'string' ? id : null, devices, resource: textOf(resource), spec: isRecord(spec) ? spec : {} };
}

/** What stands at a path; undefined for nothing, and in what is no YAML. */
export function valueAt(text: string, path: Path): unknown {
  const value: unknown = parsed(text)?.getIn(path);
  return isMap(value) || isSeq(value) ? value.toJSON() : value;
}

/** The text with one value put in place, or taken away (`undefined`); all else, comments too, stays as it was written. */
export function withValue(text: string, path: Path, value: unknown): string {
  const document = parsed(text);
  if (document === null) return text;
  if (value === undefined) document.deleteIn(path);
  else {
    openMappings(document, path);
    const holder: unknown = document.getIn(path.slice(0, -1), true);
    // What is empty stands as `{}`, and would go on in one line.
    if ((isMap(holder) || isSeq(holder)) && holder.items.length === 0) holder.flow = false;
    const before = document.getIn(path, true);
    // A scalar that stays one keeps its comment, and its quotes where it is text still.
    if (isScalar(before) && !(typeof value === 'object' && value !== null)) {
      if (typeof before.value !== typeof value) delete before.type;
      before.value = value;
    } else document.setIn(path, document.createNode(value));
  }
  return document.toString({ lineWidth: 0 });
}

/** What is on the way and is nothing, or no mapping, becomes one: a form begins with nothing. */
function openMappings(document: Document.Parsed, path: Path): void {
  for (let depth = 0; depth < path.length; depth += 1) {
    const holder: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isMap(holder) || isSeq(holder)) continue;
    const made = document.createNode(typeof path[depth] === 'number' ? [] : {});
    if (depth === 0) document.setIn([], made);
    else document.setIn(path.slice(0, depth), made);
  }
}

export interface NewEntry {
  readonly device: string | readonly string[];
  readonly resource: string;
  readonly spec?: Spec;
}

/** The text with one more entry behind the others. */
export function withEntry(text: string, { device, resource, spec = {} }: NewEntry): string {
  const count = readChange(text)?.entries.length ?? 0;
  return withValue(count === 0 ? withValue(text, ['changes'], []) : text, ['changes', count], { device, resource, spec });
}

/** What an address may begin a form with: fields, or nothing where it is no JSON of any. */
function valuesOf(text: string | null): Spec {
  try {
    const values: unknown = JSON.parse(text ?? '{}');
    return isRecord(values) ? values : {};
  } catch {
    return {};
  }
}

/** The text with what the address of the page asks for behind it: a device, a resource and values; null when it asks for none. */
export function withAsked(text: string, search: string): string | null {
  const asked = new URLSearchParams(search);
  const device = asked.get('device');
  if (device === null) return null;
  const title = readChange(text)?.title === '' ? asked.get('title') : null;
  return withEntry(title === null ? text : withValue(text, ['title'], title), { device, resource: asked.get('resource') ?? '', spec: valuesOf(asked.get('values')) });
}

export const withoutEntry = (text: string, index: number): string => withValue(text, ['changes', index], undefined);

/** From where to where a part of a text stands, its key included. */
interface Part {
  readonly path: Path;
  readonly from: number;
  readonly to: number;
}

/** The innermost part at a place: what an error there is about. */
export function pathAt(text: string, { line, column }: { readonly line: number; readonly column: number }): Path {
  const start = text.split('\n').slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const offset = start + column - 1;
  const document = parseDocument(text, { prettyErrors: false });
  const around = partsOf(document.contents, []).filter(({ from, to }) => from <= offset && offset <= to);
  return around.reduce<Part>((inner, one) => (one.path.length >= inner.path.length ? one : inner), { path: [], from: 0, to: text.length }).path;
}

function partsOf(node: unknown, path: Path): readonly Part[] {
  if (isMap<unknown, Node | null>(node)) {
    return node.items.flatMap(({ key, value }) => {
      const at = [...path, String(isScalar(key) ? key.value : key)];
      const [from = 0, keyEnd = 0] = isScalar(key) ? (key.range ?? []) : [];
      return [{ path: at, from, to: value?.range?.[1] ?? keyEnd }, ...partsOf(value, at)];
    });
  }
  if (isSeq<Node>(node)) return node.items.flatMap((item, index) => [{ path: [...path, index], from: item?.range?.[0] ?? 0, to: item?.range?.[1] ?? 0 }, ...partsOf(item, [...path, index])]);
  return [];
}
