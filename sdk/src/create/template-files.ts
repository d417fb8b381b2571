import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PluginAnswers } from './answers.ts';

const templates = fileURLToPath(new URL('../../templates/', import.meta.url));

/** Layers of a kind, the later over the earlier. */
function layersOf({ kind, transport, licence }: PluginAnswers): readonly string[] {
  const own = kind === 'transport' ? [...(transport === 'tcp' ? [] : ['rest']), `transport-${transport}`] : [kind];
  return ['common', ...(kind === 'profile' ? [] : ['code']), ...own, `licences/${licence}`];
}

/** npm leaves out or renames files whose names begin with a dot: templates write them with an underscore. */
function written(path: string): string {
  return path.split(sep).map((part) => part.replace(/^_(?!_)/, '.')).join('/');
}

/** The files of a new plugin by path, before the answers are put in. */
export function templateFiles(answers: PluginAnswers): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const layer of layersOf(answers)) {
    const root = join(templates, layer);
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      files.set(written(relative(root, file)), readFileSync(file, 'utf8'));
    }
  }
  return files;
}

/** Puts values in the place of `__name__`. A name that nobody knows is a mistake in the template. */
export function fillIn(text: string, values: { readonly [name: string]: string }): string {
  return text.replaceAll(/__([a-z]+)__/g, (token, name) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`a template names ${token}, which is nothing`);
    return value;
  });
}
