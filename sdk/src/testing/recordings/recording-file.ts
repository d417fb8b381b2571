import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { recordingSchema, type Recording } from './recording-schema.ts';
import { refusedSecrets } from './scan-recording.ts';

/**
 * A recording with the lines at which its exchanges begin.
 *
 * @experimental
 * @since 0.1.0
 */
export interface RecordingFile {
  readonly recording: Recording;
  readonly lines: readonly number[];
}

/** Characters that YAML's blocks do not give back as they were. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unblockable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/** Defaults are left out: a file says what is particular. */
function brief(value: object): object {
  const { answer, ...rest } = { answer: undefined, ...value };
  const short = Object.entries(rest).filter(([name, of]) => of !== undefined && !(isEmpty(of) && ['fields', 'query', 'headers', 'args'].includes(name)));
  if (answer === undefined) return Object.fromEntries(short);
  return { ...Object.fromEntries(short), answer: isOutput(answer) ? Object.fromEntries(Object.entries(answer).filter(([name, of]) => !isDefaultOutput(name, of))) : answer };
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
const isOutput = (value: unknown): value is object => typeof value === 'object' && value !== null && 'truncated' in value;
const isDefaultOutput = (name: string, value: unknown): boolean =>
  (name === 'signal' && value === null) || (name === 'stderr' && value === '') || (name === 'truncated' && value === false) || (name === 'code' && value === 0);

/**
 * The file's text: output and variables in blocks, one short list a line.
 *
 * @experimental
 * @since 0.1.0
 */
export function recordingText(recording: Recording): string {
  const { exchanges, allowed, plugins, device, ...head } = recording;
  const facts = Object.fromEntries(Object.entries(device).filter(([, fact]) => fact !== null));
  const { recording: format, ...more } = head;
  const document = new Document({ recording: format, device: facts, ...(plugins.length === 0 ? {} : { plugins }), ...more, ...(allowed.length === 0 ? {} : { allowed }), exchanges: exchanges.map(brief) });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string') return;
      // A block of nothing but blanks loses them.
      if (unblockable.test(node.value) || node.value.trim() === '') node.type = 'QUOTE_DOUBLE';
      else if (node.value.includes('\n')) node.type = 'BLOCK_LITERAL';
    },
    Seq(_key, node, path) {
      const pair = path.at(-1);
      const name = pair !== undefined && 'key' in pair && isScalar(pair.key) ? pair.key.value : null;
      if (name === 'argv' || name === 'args' || (name === null && node.items.every((item) => isScalar(item)))) node.flow = node.items.every((item) => !isScalar(item) || !String(item.value).includes('\n'));
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/**
 * Parses a recording. What is wrong with it is thrown as one error with a line for each complaint, `file:line:column: …`.
 *
 * @experimental
 * @since 0.1.0
 */
export function parseRecordingFile(text: string, name: string): RecordingFile {
  const places = new LineCounter();
  const document = parseDocument(text, { lineCounter: places, prettyErrors: false });
  const at = (offset: number, message: string): string => {
    const { line, col } = places.linePos(offset);
    return `${name}:${line}:${col}: ${message}`;
  };
  if (document.errors.length > 0) throw new Error(document.errors.map(({ pos, message }) => at(pos[0], message.split('\n')[0] ?? '')).join('\n'));
  const parsed = recordingSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ path, message }) => at(offsetOf(document, path), `${path.join('.')}: ${message}`)).join('\n'));
  const exchanges: unknown = isMap(document.contents) ? document.contents.get('exchanges', true) : null;
  const lines = isSeq(exchanges) ? exchanges.items.map((item) => (isNode(item) ? places.linePos(item.range?.[0] ?? 0).line : 0)) : [];
  return { recording: parsed.data, lines };
}

/** Where a value stands, or the nearest above it that is there. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return 0;
}

/**
 * Thrown for a recording in which something looks like a secret.
 *
 * @experimental
 * @since 0.1.0
 */
export class SecretsInRecording extends Error {}

/** Read before: the tests of a file replay the same recording again and again. */
const known = new Map<string, { readonly text: string; readonly parsed: RecordingFile }>();

/**
 * Reads a recording for replay: one that holds what looks like a secret, and is not allowed with a reason, is refused.
 *
 * @experimental
 * @since 0.1.0
 */
export function readRecording(file: string): RecordingFile {
  const text = readFileSync(file, 'utf8');
  const before = known.get(file);
  if (before?.text === text) return before.parsed;
  const parsed = parseRecordingFile(text, basename(file));
  const found = refusedSecrets(text, parsed.recording);
  if (found.length > 0) throw new SecretsInRecording(found.map(({ line, kind, why }) => `${basename(file)}:${line}: ${kind}: ${why}`).join('\n'));
  known.set(file, { text, parsed });
  return parsed;
}
