import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface CollectedFile {
  readonly name: string;
  readonly text: string;
}

/** Bytes of the log's end that go along: some thousand lines. */
const logBytes = 1_024 * 1_024;
const largestFile = 4 * 1_024 * 1_024;

/** The YAML files of the configuration; never the vault, a key file, or what lies in the state folder. */
export async function configurationFiles(directory: string, stateDirectory: string): Promise<readonly CollectedFile[]> {
  const names = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.yaml') && !name.split(sep).includes('node_modules')).toSorted();
  const inside = relative(directory, stateDirectory);
  const wanted = names.filter((name) => inside === '' || inside.startsWith('..') || !name.startsWith(`${inside}${sep}`));
  const files = await Promise.all(wanted.map(async (name) => {
    const path = join(directory, name);
    const { size } = await stat(path);
    return { name: `configuration/${name.split(sep).join('/')}`, text: size > largestFile ? `# ${size} bytes, left out\n` : await readFile(path, 'utf8') };
  }));
  return files;
}

/** The last lines of the host's log, whole ones only. */
export async function logEnd(stateDirectory: string): Promise<string> {
  await using handle = await open(join(stateDirectory, 'jackfield.log'), 'r');
  const { size } = await handle.stat();
  const start = Math.max(0, size - logBytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
  const text = buffer.subarray(0, bytesRead).toString();
  return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
}

/** Crash reports as they are on disk. */
export async function crashFiles(stateDirectory: string): Promise<readonly CollectedFile[]> {
  const folder = join(stateDirectory, 'crashes');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(names.map(async (name) => ({ name: `crashes/${name}`, text: await readFile(join(folder, name), 'utf8') })));
}
