import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { packageEscape, packageFileMissing } from '../errors.ts';

function outside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '..' || way.startsWith(`..${'/'}`) || isAbsolute(way);
}

const namedSchema = z.looseObject({ name: z.string() });
const inModules = /(?:^|\/)node_modules\/(?:\.bin\/[^/]+|((?:@[^/]+\/)?[^/]+))$/;

/** The package whose file or folder a path is, looking upwards; null when there is none. */
async function packageAt(path: string): Promise<{ readonly folder: string; readonly name: string } | null> {
  for (let folder = path; ; folder = dirname(folder)) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
    if (text !== null) {
      try {
        return { folder, name: namedSchema.parse(JSON.parse(text)).name };
      } catch {
        return null;
      }
    }
    if (folder === dirname(folder)) return null;
  }
}

/**
 * Whether a link is one that npm makes for `npm link`, `file:` and workspaces: a dependency of that name, or a command of
 * one. The bundler has what is behind it in the bundle already; any other link in node_modules is refused like all.
 */
async function isLinkedDependency(way: string, target: string): Promise<boolean> {
  const [fits, name] = inModules.exec(way) ?? [];
  if (fits === undefined) return false;
  const found = await packageAt(target);
  if (found === null) return false;
  return name === undefined ? found.folder !== target : found.folder === target && found.name === name;
}

/**
 * Refuses a package with a link that leads out of it: the plugin's process may read its own folder, and a link would
 * widen that to anything (the one hole of `--allow-fs-read`). Dependencies that npm linked into a folder under development
 * are left out of the question.
 */
export async function refuseEscapingLinks(directory: string): Promise<void> {
  const root = await realpath(directory);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const link = join(entry.parentPath, entry.name);
    const target = await realpath(link).catch(() => null);
    if (target !== null && (!outside(root, target) || (await isLinkedDependency(relative(root, link), target)))) continue;
    throw packageEscape(`${relative(root, link)} is a link to ${target ?? 'nothing'}, outside ${root}`, { place: { file: link } });
  }
}

/** A file that the manifest names, as text. */
export async function readPackageFile(directory: string, path: string): Promise<string> {
  const file = resolve(directory, path);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw packageFileMissing(`${path} is named in the manifest and cannot be read`, { place: { file }, cause });
  }
}

export async function packageFileExists(directory: string, path: string): Promise<boolean> {
  return lstat(resolve(directory, path)).then((stat) => stat.isFile(), () => false);
}
