import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A file by its name in a folder. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

const largestFile = 4 * 1_024 * 1_024;

/** The YAML files of the configuration; never the vault, a key file, or what lies in the state folder. */
export async function configurationFiles(directory: string, stateDirectory: string): Promise<readonly NamedText[]> {
  const names = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.yaml') && !name.split(sep).includes('node_modules')).toSorted();
  const inside = relative(directory, stateDirectory);
  const wanted = names.filter((name) => inside === '' || inside.startsWith('..') || !name.startsWith(`${inside}${sep}`));
  const files = await Promise.all(wanted.map(async (name) => {
    const path = join(directory, name);
    const { size } = await stat(path);
    return { name: name.split(sep).join('/'), text: size > largestFile ? `# ${size} bytes, left out\n` : await readFile(path, 'utf8') };
  }));
  return files;
}
