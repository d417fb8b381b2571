import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { JackfieldError } from '../errors/index.ts';
import { entryRefused, notAPackage, packageTooLarge } from './errors.ts';
import { requireDistinct, requirePath, sorted, type PackageFiles } from './package-path.ts';

/** Far above what plugins have, far below what hurts. */
export const packageLimits = { packedBytes: 32 * 1_024 * 1_024, bytes: 128 * 1_024 * 1_024, entries: 5_000 } as const;

const gunzipped = promisify(gunzip);
const block = 512;
const prefix = 'package/';

async function unzipped(bytes: Buffer, file: string): Promise<Buffer> {
  if (bytes.length > packageLimits.packedBytes) throw packageTooLarge(`it has ${bytes.length} bytes, ${packageLimits.packedBytes} are allowed`, { place: { file } });
  let tar: Buffer;
  try {
    // Off this thread: a daemon answers others meanwhile.
    tar = await gunzipped(bytes, { maxOutputLength: packageLimits.bytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw packageTooLarge(`unpacked it has more than ${packageLimits.bytes} bytes`, { place: { file }, cause });
    throw notAPackage(`it is not a whole gzip file: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file }, cause });
  }
  // The parser would unpack what is packed once more, without our limits.
  if (tar.length < block || tar.toString('latin1', 257, 262) !== 'ustar') throw notAPackage('there is no tar archive in it', { place: { file } });
  return tar;
}

/** Where an entry belongs; null for a folder. Everything but plain files and folders is refused. */
function pathOf(entry: ReadEntry, file: string): string | null {
  const { path, type } = entry;
  if (type !== 'File' && type !== 'OldFile' && type !== 'Directory') throw entryRefused(`${JSON.stringify(path)} is a ${type}`, { place: { file } });
  if (!path.startsWith(prefix)) throw entryRefused(`${JSON.stringify(path)} lies outside of package/`, { place: { file } });
  const inside = path.slice(prefix.length);
  if (type === 'Directory') {
    if (inside !== '') requirePath(inside.replace(/\/$/, ''), file);
    return null;
  }
  requirePath(inside, file);
  return inside;
}

/**
 * Reads a package into memory, wholly and within limits: nothing of it touches the disk before it is judged.
 *
 * @param file what errors call it
 */
export async function readTarball(bytes: Buffer, file: string): Promise<PackageFiles> {
  const tar = await unzipped(bytes, file);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const files = new Map<string, Buffer[]>();
  let entries = 0;
  const parser = new Parser({ strict: true });
  parser.on('error', reject);
  parser.on('end', resolve);
  parser.on('ignoredEntry', (entry: ReadEntry) => reject(entryRefused(`${JSON.stringify(entry.path)} is a ${entry.type}`, { place: { file } })));
  parser.on('entry', (entry: ReadEntry) => {
    try {
      entries += 1;
      if (entries > packageLimits.entries) throw packageTooLarge(`it has more than ${packageLimits.entries} files`, { place: { file } });
      const path = pathOf(entry, file);
      if (path !== null) {
        if (files.has(path)) throw entryRefused(`${JSON.stringify(path)} is in it twice`, { place: { file } });
        const pieces: Buffer[] = [];
        files.set(path, pieces);
        entry.on('data', (piece: Buffer) => void pieces.push(piece));
      } else entry.resume();
    } catch (error) {
      reject(error);
      entry.resume();
    }
  });
  try {
    parser.end(tar);
    await promise;
  } catch (cause) {
    if (cause instanceof JackfieldError) throw cause;
    throw notAPackage(`its archive is damaged: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file }, cause });
  }
  requireDistinct(files.keys(), file);
  return sorted([...files].map(([path, pieces]): [string, Buffer] => [path, Buffer.concat(pieces)]));
}
