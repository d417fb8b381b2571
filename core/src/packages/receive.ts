import { createHash, randomUUID } from 'node:crypto';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { JackfieldError } from '../errors/index.ts';
import { packageTooLarge, storeNotWritten } from './errors.ts';

/** A file that came over the network, until disposed. */
export interface Received extends AsyncDisposable {
  readonly file: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

export interface ReceiveOptions {
  readonly folder: string;
  readonly limit: number;
  /** As the sender says; null when it does not. */
  readonly declared: number | null;
  /** Bytes that the disk of a folder has left. */
  readonly room?: (folder: string) => Promise<number>;
}

/** How files are called that are still coming. */
export const coming = '.coming-';

/** The disk is the database's too: what comes in leaves this much of it. */
const leftBytes = 64 * 1_024 * 1_024;

const roomOf = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** Writes what comes in into a file, piece by piece. What is too large, or is cut off in the middle, leaves nothing. */
export async function receive(source: AsyncIterable<Uint8Array>, { folder, limit, declared, room = roomOf }: ReceiveOptions): Promise<Received> {
  if (declared !== null && declared > limit) throw tooLarge(declared, limit);
  const free = await room(folder);
  if (free < (declared ?? limit) + leftBytes) throw storeNotWritten(`the disk has ${free} bytes left: too few for a package of ${declared ?? limit} beside what the database needs`, { place: { file: folder } });
  const file = join(folder, `${coming}${randomUUID()}`);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await using handle = await open(file, 'wx', 0o600);
    for await (const piece of source) {
      bytes += piece.length;
      if (bytes > limit) throw tooLarge(bytes, limit);
      hash.update(piece);
      await handle.writeFile(piece);
    }
    await handle.sync();
  } catch (cause) {
    await rm(file, { force: true });
    if (cause instanceof JackfieldError) throw cause;
    throw storeNotWritten(`the package did not come whole: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file: folder }, cause });
  }
  return { file, bytes, sha256: hash.digest('hex'), [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

const tooLarge = (bytes: number, limit: number): Error => packageTooLarge(`it has ${bytes} bytes or more, ${limit} are allowed`);
