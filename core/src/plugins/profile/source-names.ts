import { readFile, realpath, stat } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';

/** A place in a source, counted from 0 as V8 does. */
export interface SourceName {
  readonly url: string;
  readonly line: number;
  readonly column: number;
  /** What the source calls the function that begins there; null when the map does not say. */
  readonly name: string | null;
}

/** Finds what stands in the sources for a place in a bundle. */
export interface SourceNames {
  find(url: string, line: number, column: number): SourceName | null;
}

const largestMap = 64 * 1_024 * 1_024;

const mapSchema = z.object({
  version: z.literal(3), sources: z.array(z.string().nullable()), names: z.array(z.string()).default([]), mappings: z.string(),
  sourcesContent: z.array(z.string().nullable()).optional(), sourceRoot: z.string().optional(),
});

const nothing: SourceNames = { find: () => null };

/** The source map that a bundle names or has beside it; one that is not there, or does not read, knows nothing. */
export async function sourceNames(entry: string): Promise<SourceNames> {
  try {
    const bundle = await realpath(entry);
    const text = await readFile(bundle, 'utf8');
    const named = /\/\/# sourceMappingURL=([^\s'"]+)\s*$/.exec(text.slice(-2_000))?.[1] ?? `${bundle}.map`;
    const file = await realpath(resolve(dirname(bundle), named));
    // A plugin's package is not trusted to name files outside of its folder.
    if (relative(dirname(bundle), file).startsWith(`..${sep}`) || (await stat(file)).size > largestMap) return nothing;
    const map = mapSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return new MappedNames(pathToFileURL(bundle).href, file, map);
  } catch {
    return nothing;
  }
}

/** What stands before the place where V8 says a function begins: its name, `name = (`, `name: async (`. */
const before = /([A-Za-z_$#][\w$]*)\s*(?:[:=]\s*)?(?:async\s*)?(?:function\s*\*?\s*)?$/;
const keywords = new Set(['async', 'function', 'return', 'await', 'new', 'export', 'default', 'const', 'let', 'of', 'in']);

class MappedNames implements SourceNames {
  readonly #bundle: string;
  readonly #file: string;
  readonly #map: SourceMap;
  readonly #lines: ReadonlyMap<string, readonly string[]>;

  constructor(bundle: string, file: string, map: z.infer<typeof mapSchema>) {
    this.#bundle = bundle;
    this.#file = file;
    const sources = map.sources.map((source) => source ?? '');
    this.#map = new SourceMap({
      file: '', version: map.version, names: map.names, mappings: map.mappings, sourceRoot: map.sourceRoot ?? '', sources, sourcesContent: (map.sourcesContent ?? []).map((content) => content ?? ''),
    });
    this.#lines = new Map(sources.map((source, index) => [source, (map.sourcesContent?.[index] ?? '').split('\n')]));
  }

  find(url: string, line: number, column: number): SourceName | null {
    if (url !== this.#bundle || line < 0) return null;
    const entry = this.#map.findEntry(line, Math.max(0, column));
    if (!('originalSource' in entry)) return null;
    const { originalSource, originalLine, originalColumn } = entry;
    return { url: this.#urlOf(originalSource), line: originalLine, column: originalColumn, name: this.#nameAt(originalSource, originalLine, originalColumn) };
  }

  #urlOf(source: string): string {
    return source.startsWith('file:') ? pathToFileURL(fileURLToPath(source)).href : pathToFileURL(resolve(dirname(this.#file), source)).href;
  }

  /** Read off the source: bundlers give names to references, seldom to the functions themselves. */
  #nameAt(source: string, line: number, column: number): string | null {
    const text = this.#lines.get(source)?.[line];
    if (text === undefined) return null;
    const here = /^(?:async\s+)?(?:function\s*\*?\s*)?([A-Za-z_$#][\w$]*)\s*\(/.exec(text.slice(column))?.[1];
    const name = here !== undefined && !keywords.has(here) ? here : before.exec(text.slice(0, column))?.[1];
    return name === undefined || keywords.has(name) ? null : name;
  }
}

const frame = /^(\s*at (?:async )?)(?:(.*?) \()?(file:\/\/[^)\s]+?):(\d+):(\d+)\)?$/;

/** A line of a stack with the source's own name and place; unchanged when the map does not know it. */
export function sourceLine(line: string, names: SourceNames): string {
  const [, head = '', called, url = '', row = '', column = ''] = frame.exec(line) ?? [];
  const found = url === '' ? null : names.find(url, Number(row) - 1, Number(column) - 1);
  if (found === null) return line;
  const place = `${fileURLToPath(found.url)}:${found.line + 1}:${found.column + 1}`;
  return called === undefined ? `${head}${place}` : `${head}${called} (${place})`;
}
