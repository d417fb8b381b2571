import { relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RemoteFault } from '@jackfield/sdk/runtime';
import type { Place } from '../../errors/index.ts';
import { sourceNames } from './source-names.ts';

/** Frames of the host itself are of no use to an author. */
const host = pathToFileURL(`${resolve(import.meta.dirname, '../..')}${sep}`).href;

const frame = /(file:\/\/[^\s()]+?):(\d+)(?::(\d+))?\)?$/;

/** What Node prints of where an error was thrown, innermost first; of one from a plugin's process only the innermost. */
function framesOf(error: unknown): readonly string[] {
  for (let found = error, depth = 0; found instanceof Error && depth < 8; found = found.cause, depth += 1) {
    if (found instanceof RemoteFault) return found.at === null ? [] : [found.at];
    const lines = (found.stack ?? '').split('\n').filter((line) => frame.test(line) && !line.includes(host));
    if (lines.length > 0 && !(found.cause instanceof Error)) return lines;
  }
  return [];
}

/** Where in a plugin's sources an error was thrown, by the source map of its bundle; null when it was thrown elsewhere. */
export async function placeInSource(error: unknown): Promise<Required<Pick<Place, 'file' | 'line'>> | null> {
  let outside: Required<Pick<Place, 'file' | 'line'>> | null = null;
  for (const line of framesOf(error)) {
    const [, url = '', row = '', column = '1'] = frame.exec(line) ?? [];
    const bundle = fileURLToPath(url);
    const names = await sourceNames(bundle);
    const found = names.find(url, Number(row) - 1, Number(column) - 1);
    if (found === null) {
      // What was written without a build, or without its map, is its own source.
      if (!bundle.includes(`node_modules${sep}`)) outside ??= { file: bundle, line: Number(row) };
      continue;
    }
    const file = fileURLToPath(found.url);
    const place = { file, line: found.line + 1 };
    // The SDK is bundled too: what the author wrote is what called it.
    const path = relative(resolve(bundle, '../..'), file);
    if (!path.startsWith(`..${sep}`) && !path.includes(`node_modules${sep}`)) return place;
    outside ??= place;
  }
  return outside;
}
