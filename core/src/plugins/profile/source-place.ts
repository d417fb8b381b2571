import { fileURLToPath } from 'node:url';
import type { Place } from '../../errors/index.ts';
import { sourceNames } from './source-names.ts';

const place = /(file:\/\/[^\s()]+):(\d+):(\d+)/g;

/**
 * Where in its source a bundle threw: of a place as V8 writes it, or of a whole stack the innermost that the bundle's source
 * map knows. Nothing when it knows none.
 */
export async function sourcePlace(entry: string, stack: string): Promise<Pick<Place, 'file' | 'line' | 'column'>> {
  const names = await sourceNames(entry);
  for (const [, url = '', line, column] of stack.matchAll(place)) {
    // A bundle that is loaded anew has a query of its own.
    const found = names.find(url.replace(/\?.*$/, ''), Number(line) - 1, Number(column) - 1);
    if (found !== null) return { file: fileURLToPath(found.url), line: found.line + 1, column: found.column + 1 };
  }
  return {};
}
