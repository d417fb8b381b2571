import type { Json } from '@jackfield/sdk';
import { isCollection, isMap, isScalar, parseDocument, stringify, type Document, type Node, type YAMLMap } from 'yaml';
import { placeNotEditable } from './errors.ts';

type Path = readonly (string | number)[];
type Mapping = YAMLMap<unknown, Node | null>;
type Pair = Mapping['items'][number];

const keyOf = ({ key }: Pair): string => String(isScalar(key) ? key.value : key);
const mappingAt = (document: Document.Parsed, path: Path): unknown => (path.length === 0 ? document.contents : document.getIn(path, true));

/** The deepest mapping on the way, and how far it is. */
function reach(document: Document.Parsed, path: Path): { readonly map: Mapping; readonly depth: number } | null {
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const node = mappingAt(document, path.slice(0, depth));
    if (isMap<unknown, Node | null>(node)) return { map: node, depth };
    if (node !== undefined && !isNothing(node)) return null;
  }
  return null;
}

/** A value on one line, quoted as it must be among others on a line. */
function flowText(value: Json): string {
  const text = stringify([value], { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trim();
  return text.includes('\n') ? JSON.stringify(value) : text.slice(1, -1).trim();
}

const flow = (keys: Path, value: Json): string => keys.reduceRight<string>((inner, key) => `{ ${flowText(key)}: ${inner} }`, flowText(value));

const isMappingValue = (value: Json): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function range(node: unknown): readonly [number, number] | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const [start, end]: unknown[] = node.range;
  return typeof start === 'number' && typeof end === 'number' ? [start, end] : null;
}

/** A key with nothing behind it, but for a comment. */
const isNothing = (node: unknown): boolean => isScalar(node) && node.value === null && range(node)?.[0] === range(node)?.[1];

/** The text with one insertion or replacement; null where that is not possible. */
function spliced(text: string, document: Document.Parsed, path: Path, value: Json): string | null {
  const reached = reach(document, path);
  if (reached === null) return null;
  const { map, depth } = reached;
  const key = String(path[depth]);
  const known = map.items.find((pair) => keyOf(pair) === key);
  if (known !== undefined && isNothing(known.value)) {
    const colon = text.indexOf(':', range(known.key)?.[1] ?? text.length);
    return colon < 0 ? null : `${text.slice(0, colon + 1)} ${flow(path.slice(depth + 1), value)}${text.slice(colon + 1)}`;
  }
  if (known !== undefined) {
    const isOnLine = isScalar(known.value) || (isCollection(known.value) && known.value.flow === true);
    const [from, to] = (isOnLine ? range(known.value) : null) ?? [0, 0];
    return depth === path.length - 1 && to > from ? text.slice(0, from) + flowText(value) + text.slice(to) : null;
  }
  const entry = `${flowText(key)}: ${flow(path.slice(depth + 1), value)}`;
  const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  const inner = path.slice(depth + 1);
  // A mapping in one that is new gets a line of its own: more comes beside it, and people read it.
  const isWide = inner.length > 0 && (depth === 0 || inner.length > 1 || isMappingValue(value));
  const lines = (indent: number): string => (!isWide ? entry : `${flowText(key)}:\n${' '.repeat(indent + 2)}${flowText(String(inner[0]))}: ${flow(inner.slice(1), value)}`);
  if (depth === 0 && map.flow !== true) return `${whole}${lines(0)}\n`;
  const at = range(map.items[0]?.key)?.[0];
  if (at === undefined) return null;
  if (map.flow === true) return `${text.slice(0, at)}${entry}, ${text.slice(at)}`;
  const indent = at - (text.lastIndexOf('\n', at - 1) + 1);
  return `${text.slice(0, at)}${lines(indent)}\n${' '.repeat(indent)}${text.slice(at)}`;
}

/**
 * Sets one value of a YAML text. Comments and layout stay: only the value, or the line that it needs, is written. A file
 * that is laid out in a way this does not know is written anew, with its comments.
 */
export function setInYaml(text: string, path: Path, value: Json): string {
  const document = parseDocument(text);
  const wanted = parseDocument(text);
  altered(path, () => {
    fillNothing(wanted, path);
    wanted.setIn(path, wanted.createNode(value));
  });
  return chosen(spliced(text, document, path, value), wanted);
}

/** Takes a value out of a YAML text, with each mapping that it leaves empty, as far up as `keep` steps from the root. */
export function unsetInYaml(text: string, path: Path, keep: number): string {
  const document = parseDocument(text);
  const whole = emptied(document, path, keep);
  const holder = mappingAt(document, whole.slice(0, -1));
  const pair = isMap<unknown, Node | null>(holder) ? holder.items.find((one) => keyOf(one) === String(whole.at(-1))) : undefined;
  if (!isMap<unknown, Node | null>(holder) || pair === undefined) return text;
  const wanted = parseDocument(text);
  altered(path, () => wanted.deleteIn(whole));
  return chosen(holder.flow === true ? withoutEntry(text, holder, pair) : withoutLines(text, holder, pair), wanted);
}

/** Adds an entry to a list of a YAML text. */
export function addToYaml(text: string, path: Path, value: Json): string {
  const document = parseDocument(text);
  altered(path, () => {
    fillNothing(document, path);
    const list = document.getIn(path, true);
    if (isCollection(list)) document.addIn(path, document.createNode(value));
    else document.setIn(path, document.createNode([value]));
  });
  return document.toString({ lineWidth: 0 });
}

/** The path to take away so that no mapping is left with nothing in it. */
function emptied(document: Document.Parsed, path: Path, keep: number): Path {
  let whole = path;
  while (whole.length > keep + 1) {
    const holder = mappingAt(document, whole.slice(0, -1));
    if (!isMap(holder) || holder.items.length > 1 || !holder.has(whole.at(-1))) break;
    whole = whole.slice(0, -1);
  }
  return whole;
}

/** Without the lines of a pair; where something else stands before it, as the dash of a list does, the next pair takes its place. */
function withoutLines(text: string, holder: Mapping, pair: Pair): string | null {
  const [from] = range(pair.key) ?? [];
  const end = range(pair.value)?.[1];
  if (from === undefined || end === undefined) return null;
  const start = text.lastIndexOf('\n', from - 1) + 1;
  // A block ends behind its last line break, a value before it.
  const last = text[end - 1] === '\n' ? end - 1 : end;
  const stop = text.indexOf('\n', last);
  if (text.slice(start, from).trim() === '') return text.slice(0, start) + (stop < 0 ? '' : text.slice(stop + 1));
  const next = range(holder.items[holder.items.indexOf(pair) + 1]?.key)?.[0];
  return next === undefined ? null : text.slice(0, from) + text.slice(next);
}

function withoutEntry(text: string, holder: Mapping, pair: Pair): string | null {
  const at = holder.items.indexOf(pair);
  const next = range(holder.items[at + 1]?.key)?.[0];
  const before = holder.items[at - 1];
  const [from] = range(pair.key) ?? [];
  const end = range(pair.value)?.[1];
  if (from === undefined || end === undefined) return null;
  const [open, close] = range(holder) ?? [0, 0];
  if (holder.items.length === 1 && close > open) return `${text.slice(0, open)}{}${text.slice(close)}`;
  if (next !== undefined) return text.slice(0, from) + text.slice(next);
  const behind = range(before?.value)?.[1];
  return behind === undefined ? null : text.slice(0, behind) + text.slice(end);
}

/** The text of the small alteration where it says what is wanted, else the document written anew. */
function chosen(result: string | null, wanted: Document.Parsed): string {
  const same = result !== null && JSON.stringify(sortedJson(parseOrNull(result))) === JSON.stringify(sortedJson(wanted.toJS({ maxAliasCount: 100 })));
  return same ? result : wanted.toString({ lineWidth: 0 });
}

/** What stands behind an alias, or inside of a text, cannot be set there. */
function altered(path: Path, work: () => void): void {
  try {
    work();
  } catch (cause) {
    throw placeNotEditable(`${path.join('.')} cannot be set where it stands`, { cause });
  }
}

/** A key without a value gets a mapping, with the comment that stood there. */
function fillNothing(document: Document.Parsed, path: Path): void {
  for (let depth = 1; depth < path.length; depth += 1) {
    const key = path.slice(0, depth);
    const node: unknown = document.getIn(key, true);
    if (!isScalar(node) || node.value !== null) continue;
    const mapping = document.createNode({});
    mapping.commentBefore = node.comment ?? null;
    document.setIn(key, mapping);
  }
}

function parseOrNull(text: string): unknown {
  const document = parseDocument(text);
  return document.errors.length > 0 ? null : document.toJS({ maxAliasCount: 100 });
}

/** The same value with its keys in order: where a key stands does not matter. */
function sortedJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sortedJson(inner)]));
}
