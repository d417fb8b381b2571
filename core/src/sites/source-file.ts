import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { JackfieldError } from '../errors/index.ts';
import type { SourcePlace } from './configuration.ts';
import { duplicateKey, yamlInvalid } from './errors.ts';

export type Path = readonly PropertyKey[];

/** Of what is no YAML at all each letter can be an error. */
const mostErrors = 50;

/** A YAML file that was read: its value, and where each part of it stands. */
export class SourceFile {
  readonly file: string;
  readonly value: unknown;
  /** What is wrong with it as YAML; its value is then undefined. */
  readonly errors: readonly JackfieldError[];
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();

  /** @param file the name that places show, relative to the folder of the configuration */
  constructor(file: string, text: string) {
    this.file = file;
    // Not pretty: pretty messages quote the line, and a line may hold a secret.
    this.#document = this.#parsed(text);
    const errors = this.#document.errors.slice(0, mostErrors).map((error) => {
      const place = this.#at(error.pos[0]);
      return error.code === 'DUPLICATE_KEY'
        ? duplicateKey('this key stands in the mapping already', { place })
        : yamlInvalid(error.message, { place });
    });
    let value: unknown;
    try {
      value = errors.length === 0 ? this.#js() : undefined;
    } catch (cause) {
      // Aliases that stand for more than any file says: parsed they would fill the memory.
      errors.push(yamlInvalid(cause instanceof Error ? cause.message : String(cause), { place: this.#at(0), cause }));
    }
    this.errors = errors;
    this.value = value;
  }

  /** Where a value stands: a scalar itself, else its key. What is missing has the place of the nearest part there is. */
  place(path: Path): SourcePlace {
    let node: Node | null = this.#document.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const step of path) {
      const container = this.#resolved(node);
      if (isMap<unknown, Node | null>(container)) {
        const pair = container.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
        if (pair === undefined) break;
        node = pair.value;
        offset = rangeStart(isScalar(node) ? node : pair.key) ?? rangeStart(pair.key) ?? offset;
      } else if (isSeq<Node>(container) && typeof step === 'number') {
        node = container.items[step] ?? null;
        offset = rangeStart(node) ?? offset;
      } else break;
    }
    return this.#at(offset);
  }

  /** Where the key itself stands. */
  keyPlace(path: Path): SourcePlace {
    let node = this.#resolved(this.#document.contents);
    for (const step of path.slice(0, -1)) {
      const next: unknown = isMap(node) || isSeq(node) ? node.get(step, true) : null;
      node = this.#resolved(next);
    }
    const pair = isMap(node) ? node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(path.at(-1))) : undefined;
    const start = rangeStart(pair?.key);
    return start === null ? this.place(path) : this.#at(start);
  }

  #parsed(text: string): Document.Parsed {
    try {
      return parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: true });
    } catch (cause) {
      throw yamlInvalid('it is nested too deeply', { place: { file: this.file, line: 1, column: 1 }, cause });
    }
  }

  #js(): unknown {
    return this.#document.toJS({ maxAliasCount: 100 });
  }

  #resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.#document) : node;
  }

  #at(offset: number): SourcePlace {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line, column: col };
  }
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const [start]: unknown[] = node.range;
  return typeof start === 'number' ? start : null;
}
