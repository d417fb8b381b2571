import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import type { FileEntryWithStats, SFTPWrapper } from 'ssh2';

/** Seconds after which nobody writes to a temporary file any more. */
const abandonedSeconds = 3_600;
/** A folder is read in pieces, each of a hundred names or so; larger ones are not searched to their end. */
const mostPieces = 20;

const digits = /\.jackfield-[0-9a-f]{12}$/;

/** A name beside the file, hidden, that nobody else takes. */
export function temporaryName(path: string): string {
  return posix.join(posix.dirname(path), `.${posix.basename(path)}.jackfield-${randomBytes(6).toString('hex')}`);
}

/** Removes what writes to this folder left that were cut off for good, as when their host was killed. `now` is the server's time, in seconds. */
export async function removeLeftovers(sftp: SFTPWrapper, folder: string, now: number): Promise<void> {
  for (const { filename, attrs } of await entries(sftp, folder)) {
    const isOurs = filename.startsWith('.') && digits.test(filename);
    if (isOurs && now - attrs.mtime > abandonedSeconds) await new Promise<void>((done) => sftp.unlink(posix.join(folder, filename), () => done()));
  }
}

async function entries(sftp: SFTPWrapper, folder: string): Promise<readonly FileEntryWithStats[]> {
  const found: FileEntryWithStats[] = [];
  const handle = await new Promise<Buffer | null>((done) => sftp.opendir(folder, (error, opened) => done(error ? null : opened)));
  if (handle === null) return found;
  try {
    for (let piece = 0; piece < mostPieces; piece += 1) {
      const more = await new Promise<readonly FileEntryWithStats[]>((done) => sftp.readdir(handle, (error, list) => done(error ? [] : list)));
      if (more.length === 0) break;
      found.push(...more);
    }
  } finally {
    await new Promise<void>((done) => sftp.close(handle, () => done()));
  }
  return found;
}
