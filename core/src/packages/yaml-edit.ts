import { isMap, isScalar, parseDocument, type Document, type Node, type YAMLMap } from 'yaml';

type Scalar = string | boolean;
type Path = readonly (string | number)[];

/** The deepest mapping on the way, and how far it is. */
function reach(document: Document.Parsed, path: Path): { readonly map: YAMLMap<unknown, Node | null>; readonly depth: number } | null {
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isMap<unknown, Node | null>(node)) return { map: node, depth };
    if (node !== undefined) return null;
  }
  return null;
}

const flow = (keys: Path, value: Scalar): string => keys.reduceRight<string>((inner, key) => `{ ${key}: ${inner} }`, String(value));

function start(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const [offset]: unknown[] = node.range;
  return typeof offset === 'number' ? offset : null;
}

/** The text with one insertion or replacement; null where that is not possible. */
function spliced(text: string, document: Document.Parsed, path: Path, value: Scalar): string | null {
  const reached = reach(document, path);
  if (reached === null) return null;
  const { map, depth } = reached;
  const key = String(path[depth]);
  const known = map.items.find((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === key);
  if (known !== undefined) {
    const [from, to] = isScalar(known.value) ? (known.value.range ?? []) : [];
    return depth === path.length - 1 && from !== undefined && to !== undefined && to > from ? text.slice(0, from) + String(value) + text.slice(to) : null;
  }
  const entry = `${key}: ${flow(path.slice(depth + 1), value)}`;
  const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  if (depth === 0 && map.flow !== true) {
    const [first, ...inner] = [key, ...path.slice(1)];
    return `${whole}${first}:\n  ${inner[0] ?? ''}: ${flow(inner.slice(1), value)}\n`;
  }
  const at = start(map.items[0]?.key);
  if (at === null) return null;
  const indent = at - (text.lastIndexOf('\n', at - 1) + 1);
  return `${text.slice(0, at)}${entry}${map.flow === true ? ', ' : `\n${' '.repeat(indent)}`}${text.slice(at)}`;
}

/**
 * Sets one value of a YAML text. Comments and layout stay: only the value, or the line that it needs, is written. A file
 * that is laid out in a way this does not know is written anew, with its comments.
 */
export function setInYaml(text: string, path: Path, value: Scalar): string {
  const document = parseDocument(text);
  const wanted = parseDocument(text);
  fillNothing(wanted, path);
  wanted.setIn(path, value);
  const result = spliced(text, document, path, value);
  const same = result !== null && JSON.stringify(sortedJson(parseOrNull(result))) === JSON.stringify(sortedJson(wanted.toJS()));
  return same ? result : wanted.toString({ lineWidth: 0 });
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
  return document.errors.length > 0 ? null : document.toJS();
}

/** The same value with its keys in order: where a key stands does not matter. */
function sortedJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sortedJson(inner)]));
}
