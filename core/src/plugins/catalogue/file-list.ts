import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { issuesText } from '../../errors/index.ts';
import { fileAdded, fileAltered, fileListInvalid, fileMissing } from '../errors.ts';

/** The list of a package's files, and the signatures over it: beside package.json in the package. */
export const fileListName = 'jackfield-files.json';
export const signaturesName = 'jackfield-signatures.json';

const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);

/** jackfield-files.json: what signatures are given for. */
const fileListSchema = z.strictObject({
  format: z.literal(1),
  plugin: z.string().min(1),
  package: z.string().min(1),
  version: z.string().min(1),
  permissions: sha256Text,
  files: z.array(z.strictObject({ path: z.string().min(1), sha256: sha256Text })),
});

export type FileList = z.infer<typeof fileListSchema>;

/** The files of a package by their path in it, as their hashes or as bytes. */
type Hashes = ReadonlyMap<string, string>;

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What is not on the list because it cannot be. */
export function isListed(path: string): boolean {
  return path !== fileListName && path !== signaturesName;
}

export function fileListText(list: FileList): string {
  return `${JSON.stringify(list, null, 1)}\n`;
}

export function parseFileList(text: string, file: string): FileList {
  try {
    return fileListSchema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? issuesText(cause) : 'it is not JSON';
    throw fileListInvalid(`${fileListName}: ${why}`, { place: { file }, cause });
  }
}

/** Throws when the files are not exactly those of the list. `where` names the package in the error. */
export function requireListed(list: FileList, found: Hashes, where: string): void {
  const listed = new Map(list.files.map(({ path, sha256: hash }) => [path, hash]));
  const about = (path: string): { readonly place: { readonly file: string } } => ({ place: { file: `${where}${sep}${path}` } });
  if (listed.size !== list.files.length) throw fileListInvalid('a file is listed twice', { place: { file: where } });
  for (const [path, hash] of found) {
    if (!isListed(path)) continue;
    const expected = listed.get(path);
    if (expected === undefined) throw fileAdded(`${path} is in the package and not on its list of files`, about(path));
    if (expected !== hash) throw fileAltered(`${path} is not as it was packed`, about(path));
  }
  for (const path of listed.keys()) {
    if (!found.has(path)) throw fileMissing(`${path} is on the list of files and not in the package`, about(path));
  }
}

async function hashesOf(directory: string): Promise<Hashes> {
  const found = new Map<string, string>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(directory, file).split(sep).join('/');
    // A link would be followed by whoever reads the file later.
    if (!(await lstat(file)).isFile()) throw fileAdded(`${path} is not a plain file`, { place: { file } });
    found.set(path, sha256(await readFile(file)));
  }
  return found;
}

/** Throws unless a folder holds exactly the files of its list, and the list is the one with this hash. */
export async function requireUntouched(directory: string, listHash: string): Promise<void> {
  const file = join(directory, fileListName);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw fileMissing(`${fileListName} cannot be read`, { place: { file }, cause });
  });
  if (sha256(text) !== listHash) throw fileAltered(`${fileListName} is not the one that plugins.lock.yaml names`, { place: { file } });
  requireListed(parseFileList(text, file), await hashesOf(directory), directory);
}
