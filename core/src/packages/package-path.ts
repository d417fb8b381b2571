import { entryRefused, namesCollide } from './errors.ts';

/** A package's files by their path inside it, sorted by path. */
export type PackageFiles = ReadonlyMap<string, Buffer>;

const longest = { path: 512, part: 200 } as const;

/** Why a path may not stand in a package, or null. */
function pathProblem(path: string): string | null {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'an absolute path';
  if (path.includes('\\')) return 'a backslash in its name';
  if (/[\p{C}]/u.test(path)) return 'a character that cannot be seen in its name';
  if (Buffer.byteLength(path) > longest.path) return `a path of more than ${longest.path} bytes`;
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'a path that leads elsewhere';
  if (parts.some((part) => Buffer.byteLength(part) > longest.part)) return `a name of more than ${longest.part} bytes`;
  return null;
}

export function requirePath(path: string, file: string): void {
  const problem = pathProblem(path);
  if (problem !== null) throw entryRefused(`${JSON.stringify(path)}: ${problem}`, { place: { file } });
}

/** Two names that some file system takes for one, also a file where another needs a folder. */
export function requireDistinct(paths: Iterable<string>, file: string): void {
  const known = new Map<string, string>();
  const folded = (path: string): string => path.normalize('NFC').toLowerCase();
  const all = [...paths];
  for (const path of all) {
    const twin = known.get(folded(path));
    if (twin !== undefined) throw namesCollide(`${JSON.stringify(twin)} and ${JSON.stringify(path)}`, { place: { file } });
    known.set(folded(path), path);
  }
  for (const path of all) {
    const parts = folded(path).split('/');
    for (let length = 1; length < parts.length; length += 1) {
      const twin = known.get(parts.slice(0, length).join('/'));
      if (twin !== undefined) throw namesCollide(`${JSON.stringify(twin)} is a file, and the folder of ${JSON.stringify(path)}`, { place: { file } });
    }
  }
}

/** The files in the order they are packed in: the same everywhere. */
export function sorted(files: Iterable<readonly [string, Buffer]>): PackageFiles {
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
