import { isMap, isScalar, parseDocument, visit, type Document } from 'yaml';
import { fileNotEditable } from '../errors.ts';
import { secretFields } from './entries.ts';

/** Stands in a text that is shown for a secret that the file holds; written back it means the same secret. */
export const keptSecret = '(kept)';

interface Hidden {
  readonly path: string;
  /** Where its text stands. */
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

/** Every text of credentials.yaml that is, or may be, a secret: what is given with `plain`, and what stands where a reference should. */
function hidden(document: Document.Parsed): readonly Hidden[] {
  const found: Hidden[] = [];
  visit(document, {
    Pair(_key, pair, ancestors) {
      const { key, value } = pair;
      const name = isScalar(key) ? String(key.value) : '';
      if (!isScalar(value) || !(name === 'plain' || secretFields.has(name)) || value.range === null || value.range === undefined) return;
      const names = ancestors.flatMap((node) => (typeof node === 'object' && 'key' in node && isScalar(node.key) ? [String(node.key.value)] : []));
      found.push({ path: [...names, name].join('.'), from: value.range[0], to: value.range[1], value: String(value.value) });
    },
  });
  return found;
}

/** The text of credentials.yaml without secrets. Of one that is no YAML nothing can be told apart: nothing is shown. */
export function maskedCredentials(text: string): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents))) throw fileNotEditable('credentials.yaml is no YAML, and what is secret in it cannot be told', { place: { file: 'credentials.yaml' } });
  if (usesAlias(document)) throw fileNotEditable('credentials.yaml has aliases, and what is secret in it cannot be told', { place: { file: 'credentials.yaml' } });
  return spliced(text, hidden(document).map((one) => ({ ...one, by: `"${keptSecret}"` })));
}

/** The text to be written: what was shown as kept is what stands there now. */
export function unmaskedCredentials(text: string, before: string | null): string {
  const kept = hidden(parseDocument(text)).filter(({ value }) => value === keptSecret);
  if (kept.length === 0) return text;
  const source = before ?? '';
  const known = new Map(hidden(parseDocument(source)).map((one) => [one.path, source.slice(one.from, one.to)]));
  return spliced(text, kept.map((one) => {
    const secret = known.get(one.path);
    if (secret === undefined) throw fileNotEditable(`${one.path}: no secret stands there that could be kept`, { place: { file: 'credentials.yaml' }, hint: 'Refer to one: {vault: NAME}.' });
    return { ...one, by: secret };
  }));
}

function usesAlias(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias() {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

function spliced(text: string, parts: readonly (Hidden & { readonly by: string })[]): string {
  return parts.toSorted((one, other) => other.from - one.from).reduce((whole, { from, to, by }) => whole.slice(0, from) + by + whole.slice(to), text);
}
