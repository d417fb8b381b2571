import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { stateUnusable } from './errors.ts';

/** Makes a folder and those above it. One by one: Node's own recursion never ends in a folder that takes no new ones, as /proc. */
export async function makeFolders(folder: string, mode = 0o777): Promise<void> {
  const missing: string[] = [];
  for (let at = resolve(folder); !(await isThere(at)); at = dirname(at)) missing.unshift(at);
  for (const one of missing) await makeOne(one, mode);
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

/** Makes a folder of the daemon's state, its owner's only; throws a coded error when it cannot be made or written. */
export async function makeStateFolder(folder: string): Promise<void> {
  try {
    await makeFolders(folder, 0o700);
  } catch (cause) {
    throw stateUnusable(`${folder} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file: folder }, cause });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

async function isThere(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  throw new Error(`${path} is not a folder`);
}

async function makeOne(path: string, mode: number): Promise<void> {
  await mkdir(path, { mode }).catch((error: unknown) => {
    // Another process was quicker.
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}
