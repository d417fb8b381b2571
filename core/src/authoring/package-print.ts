import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Not part of what runs: sources are in the bundle, tests and texts change nothing. */
const left = new Set(['node_modules', 'src', 'test', 'README.md', 'LICENSE']);

/** A print of all that a running plugin is made of: bundle, manifest, schemas, scripts, profiles, and conformance.yaml. */
export async function packagePrint(directory: string): Promise<string> {
  const hash = createHash('sha256');
  const add = async (folder: string, isTop: boolean): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((one, other) => one.name.localeCompare(other.name))) {
      if (entry.name.startsWith('.') || entry.name.endsWith('.map') || (isTop && left.has(entry.name))) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await add(path, false);
      else if (entry.isFile()) hash.update(path).update('\0').update(await readFile(path));
    }
  };
  await add(directory, true);
  return hash.digest('hex');
}
