import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';

const mapSchema = z.object({ version: z.literal(3), sources: z.array(z.string()), names: z.array(z.string()).default([]), mappings: z.string(), sourcesContent: z.array(z.string()).default([]) });

interface Thrown {
  /** In the package. */
  readonly file: string;
  readonly line: number;
}

/** Where in its sources a bundle just built threw; null when that is not known. */
export function thrownAt(directory: string, bundle: string, { stack = '' }: Error): Thrown | null {
  for (const [, path = '', line, column] of stack.matchAll(/(?:file:\/\/)?(\/[^\s()?]+)(?:\?[^\s()]*)?:(\d+):(\d+)/g)) {
    if (path === bundle) return mapped(directory, bundle, Number(line), Number(column));
    // Whoever loads it with source maps has the place already.
    if (path.startsWith(join(directory, 'src') + sep)) return { file: relative(directory, path), line: Number(line) };
  }
  return null;
}

/** By the map that lies beside the bundle. */
function mapped(directory: string, bundle: string, line: number, column: number): Thrown | null {
  try {
    const map = mapSchema.parse(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')));
    const entry = new SourceMap({ ...map, file: '', sourceRoot: '' }).findEntry(line - 1, column - 1);
    return 'originalSource' in entry ? { file: relative(directory, resolve(dirname(bundle), entry.originalSource)), line: entry.originalLine + 1 } : null;
  } catch {
    return null;
  }
}
