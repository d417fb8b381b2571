import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { storeBusy, storeNotWritten } from './errors.ts';

/**
 * Keeps others from changing the installed packages until disposed. An exclusive transaction on an empty database: the
 * kernel lets go of its lock however this process ends, so that none is ever left behind.
 */
export async function holdStore(folder: string): Promise<Disposable> {
  await mkdir(folder, { recursive: true, mode: 0o755 }).catch((cause: unknown) => {
    throw storeNotWritten(`${folder} cannot be made`, { place: { file: folder }, cause });
  });
  const file = join(folder, '.busy');
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    database?.close();
    if (cause instanceof Error && /locked|busy/.test(cause.message)) throw storeBusy('another command is at it', { place: { file }, cause });
    throw storeNotWritten(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file }, cause });
  }
  const held = database;
  return { [Symbol.dispose]: () => held.close() };
}
