import { isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { findSecrets, type FoundSecret } from '../../secrets/index.ts';
import type { Recording } from './recording-schema.ts';

/**
 * What in a recording's file looks like a secret: in its lines, in its strings as they are when they are read (a name and
 * its value may stand on two lines of a quoted one), and in its base64.
 *
 * @experimental
 * @since 0.1.0
 */
export function scanRecording(text: string): readonly FoundSecret[] {
  const places = new LineCounter();
  const document = parseDocument(text, { lineCounter: places });
  const found = [...findSecrets(text)];
  visit(document, {
    Scalar(_key, node, path) {
      const pair = path.at(-1);
      if (typeof node.value !== 'string' || !isNode(node) || node.range === null || node.range === undefined) return;
      const isBase64 = pair !== undefined && 'key' in pair && isScalar(pair.key) && pair.key.value === 'base64';
      // Blocks stand in the file as they are.
      if (!isBase64 && node.type !== 'QUOTE_DOUBLE') return;
      const { line } = places.linePos(node.range[0]);
      const inside = isBase64 ? Buffer.from(node.value, 'base64').toString('latin1') : node.value;
      for (const { kind, why } of findSecrets(inside)) if (!found.some((known) => known.line === line && known.kind === kind)) found.push({ line, kind, why });
    },
  });
  return found.sort((one, other) => one.line - other.line);
}

/**
 * What of it nobody has allowed with a reason.
 *
 * @experimental
 * @since 0.1.0
 */
export function refusedSecrets(text: string, { allowed }: Pick<Recording, 'allowed'>): readonly FoundSecret[] {
  const lines = text.split('\n');
  const permitted = new Set(allowed.map(({ line }) => line.trim()));
  const quoting = linesOf(text, 'allowed');
  return scanRecording(text).filter(({ line }) => !permitted.has((lines[line - 1] ?? '').trim()) && !(line >= quoting.first && line <= quoting.last));
}

/** The lines of the file at which one key of its top stands. */
function linesOf(text: string, name: string): { readonly first: number; readonly last: number } {
  const places = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: places });
  const value: unknown = isMap(contents) ? contents.get(name, true) : null;
  if (!isNode(value) || value.range === null || value.range === undefined) return { first: 0, last: -1 };
  return { first: places.linePos(value.range[0]).line, last: places.linePos(value.range[1] - 1).line };
}
