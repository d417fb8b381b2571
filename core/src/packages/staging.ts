import { chmod, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { JackfieldError } from '../errors/index.ts';
import { replaceFile as replaceWhole } from '../sites/index.ts';
import { storeNotWritten } from './errors.ts';
import type { PackageFiles } from './package-path.ts';

/** Makes what was written or renamed in a folder outlast a power cut. */
export async function syncFolder(directory: string): Promise<void> {
  await using handle = await open(directory, 'r');
  await handle.sync();
}

async function writeWhole(file: string, content: Buffer | string, mode: number): Promise<void> {
  await using handle = await open(file, 'wx', mode);
  await handle.writeFile(content);
  // Whatever the umask: a plugin's process has a user of its own and reads its files.
  await handle.chmod(mode);
  await handle.sync();
}

/** Writes a package's files into an empty folder, down to the disk. */
export async function writeFiles(files: PackageFiles, directory: string): Promise<void> {
  try {
    const folders = new Set([directory]);
    for (const path of files.keys()) {
      for (let folder = dirname(join(directory, path)); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
    }
    for (const folder of [...folders].sort()) {
      await mkdir(folder, { recursive: true });
      await chmod(folder, 0o755);
    }
    for (const [path, content] of files) await writeWhole(join(directory, path), content, 0o644);
    for (const folder of folders) await syncFolder(folder);
  } catch (cause) {
    throw storeNotWritten(`the files cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file: directory }, cause });
  }
}

/** Replaces a file as a whole: whoever reads it sees the one before or this one. */
export async function replaceFile(file: string, content: Buffer | string): Promise<void> {
  await replaceWhole(file, content).catch((cause: unknown) => {
    throw storeNotWritten(`${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file }, cause });
  });
}

/** What is wrong with files in a passing folder is told of the place they came from. */
export async function toldOf<Result>(shown: string, folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof JackfieldError) || error.code === storeNotWritten.kind.code) throw error;
    const { code, title, hint, message, place: { file } } = error;
    const place = { ...error.place, ...(file === undefined ? {} : { file: file.replace(folder, shown) }) };
    throw new JackfieldError({ code, title, hint }, message.replaceAll(folder, shown), { place, cause: error });
  }
}

/** A folder for a while. */
export async function temporaryFolder(parent = tmpdir(), name = 'jackfield-package-'): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(parent, name)).catch((cause: unknown) => {
    throw storeNotWritten(`no folder can be made in ${parent}: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file: parent }, cause });
  });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
