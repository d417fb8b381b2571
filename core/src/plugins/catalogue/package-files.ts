import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { packageEscape, packageFileMissing } from '../errors.ts';

function outside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '..' || way.startsWith(`..${'/'}`) || isAbsolute(way);
}

/**
 * Refuses a package with a link that leads out of it: the plugin's process may read its own folder, and a link would
 * widen that to anything (the one hole of `--allow-fs-read`).
 */
export async function refuseEscapingLinks(directory: string): Promise<void> {
  const root = await realpath(directory);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const link = join(entry.parentPath, entry.name);
    const target = await realpath(link).catch(() => null);
    if (target === null || outside(root, target)) {
      throw packageEscape(`${relative(root, link)} is a link to ${target ?? 'nothing'}, outside ${root}`, { place: { file: link } });
    }
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
