import { rm, stat, writeFile } from 'node:fs/promises';
import { recordingExists } from '../../recordings/index.ts';
import { fileNotWritten } from '../errors.ts';

/** What is there may be what somebody filled in: it is replaced only when they say so. */
export async function refuseExisting(file: string, force: boolean): Promise<void> {
  if (!force && (await stat(file).then(() => true, () => false))) throw recordingExists(file, { place: { file } });
}

/** Writes a file that was not there, or any with `force`. */
export async function writeNewFile(file: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') throw recordingExists(file, { place: { file }, cause });
    throw fileNotWritten(cause instanceof Error ? cause.message : String(cause), { cause, place: { file } });
  }
}

/** As `writeNewFile`; what was written goes again when what is done with it fails, unless it replaced something. */
export async function withNewFile<Result>(file: string, text: string, force: boolean, use: () => Promise<Result>): Promise<Result> {
  await writeNewFile(file, text, force);
  try {
    return await use();
  } catch (error) {
    if (!force) await rm(file, { force: true });
    throw error;
  }
}
