import { setSourceMapsSupport } from 'node:module';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const frame = /\(?((?:file:\/\/|\/)[^\s()]+?):(\d+)(?::\d+)?\)?$/;

/** Where in the sources of a package an error was thrown: the innermost place that its author wrote. */
export function thrownAt(directory: string, error: unknown): { readonly file: string; readonly line: number } | null {
  for (const text of (error instanceof Error ? (error.stack ?? '') : '').split('\n')) {
    const [, place = '', line = ''] = frame.exec(text) ?? [];
    if (place === '') continue;
    const file = relative(directory, resolve(place.startsWith('file:') ? fileURLToPath(place) : place));
    if (!file.startsWith(`..${sep}`) && !file.split(sep).includes('node_modules')) return { file, line: Number(line) };
  }
  return null;
}

/** Runs what loads a bundle; stacks name its sources meanwhile. */
export async function withSourceMaps<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  setSourceMapsSupport(true);
  try {
    return await run();
  } catch (error) {
    // Put into words when it is first looked at: while the maps are there.
    if (error instanceof Error) void error.stack;
    throw error;
  } finally {
    setSourceMapsSupport(false);
  }
}
