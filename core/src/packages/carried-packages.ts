import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { dependencyMissing } from './errors.ts';
import type { PackageFiles } from './package-path.ts';

const dependenciesSchema = z.looseObject({ dependencies: z.record(z.string(), z.string()).default({}) });

const escaped = (text: string): string => text.replaceAll(/[.+*?^${}()|[\]\\/]/g, String.raw`\$&`);

/** Whether code of the package asks for a dependency by name; a bundle holds what it needs and asks for nothing. */
function asksFor(files: PackageFiles, name: string): boolean {
  const ask = new RegExp(String.raw`(?:from|import|require)\s*\(?\s*["'\x60]${escaped(name)}(?:/[^"'\x60]*)?["'\x60]`);
  return [...files].some(([path, content]) => /\.[cm]?js$/.test(path) && ask.test(content.toString('utf8')));
}

/** The folder Node finds a package in, seen from another one. */
async function found(name: string, from: string): Promise<string | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (await readFile(join(candidate, 'package.json')).then(() => true, () => false)) return realpath(candidate);
    if (folder === dirname(folder)) return null;
  }
}

async function filesOf(folder: string): Promise<[string, Buffer][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const plain = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const own = plain.filter((file) => !relative(folder, file).split(sep).includes('node_modules'));
  return Promise.all(own.map(async (file): Promise<[string, Buffer]> => [relative(folder, file).split(sep).join('/'), await readFile(file)]));
}

interface Wanted {
  readonly name: string;
  /** Folder of the package that asks. */
  readonly from: string;
  /** Where the asking package stands in the result. */
  readonly below: string;
}

/**
 * The production dependencies that the packed code still asks for, with theirs, as `node_modules/…`. Each goes to the top
 * unless another version is there already.
 */
export async function carriedPackages(directory: string, packageJson: unknown, files: PackageFiles): Promise<{ readonly names: readonly string[]; readonly files: PackageFiles }> {
  const { dependencies } = dependenciesSchema.parse(packageJson);
  const names = Object.keys(dependencies).filter((name) => asksFor(files, name)).sort();
  const carried = new Map<string, Buffer>();
  const placed = new Map<string, string>();
  const queue: Wanted[] = names.map((name) => ({ name, from: directory, below: '' }));
  for (const { name, from, below } of queue) {
    const folder = await found(name, from);
    if (folder === null) throw dependencyMissing(`${name} is asked for by ${relative(directory, from) || 'the plugin'} and not in node_modules`, { place: { file: from } });
    const top = `node_modules/${name}`;
    const place = [top, `${below}${top}`].find((one) => (placed.get(one) ?? folder) === folder);
    if (place === undefined || placed.has(place)) continue;
    placed.set(place, folder);
    for (const [path, content] of await filesOf(folder)) carried.set(`${place}/${path}`, content);
    const own = dependenciesSchema.parse(JSON.parse(carried.get(`${place}/package.json`)?.toString('utf8') ?? '{}'));
    queue.push(...Object.keys(own.dependencies).sort().map((needed) => ({ name: needed, from: folder, below: `${place}/` })));
  }
  return { names, files: carried };
}
