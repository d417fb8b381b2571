import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { SFTPWrapper, Stats } from 'ssh2';
import type { Progress } from '../progress.ts';
import { removeLeftovers, temporaryName } from './ssh-leftovers.ts';

const defaultBytes = 1_024 * 1_024;
// SSH_FX_NO_SUCH_FILE, SSH_FX_PERMISSION_DENIED and SSH_FX_OP_UNSUPPORTED of draft-ietf-secsh-filexfer-02.
const noSuchFile = 2;
const permissionDenied = 3;
const unsupported = 8;

type Done = (error?: Error | null) => void;

function call(start: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}

function ask<Value>(start: (done: (error: Error | undefined | null, value: Value) => void) => void): Promise<Value> {
  return new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
}

function status(error: unknown): number | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : null;
}

function translate(error: unknown, path: string, progress: Progress): never {
  const message = error instanceof Error ? error.message : String(error);
  if (status(error) === permissionDenied) throw progress.failure('Refused', `${path}: permission denied`, 'The login may not do this; the file\'s owner and mode say who may.', error, { denied: true });
  if (status(error) === noSuchFile) throw progress.failure('Unsupported', `${path}: no such folder`, 'Make the folder first.', error);
  if (status(error) !== null) throw progress.failure('Refused', `${path}: ${message}`, 'A full disk or a read-only file system answers so.', error);
  throw error;
}

async function statOf(sftp: SFTPWrapper, path: string): Promise<Stats | null> {
  try {
    return await ask<Stats>((done) => sftp.stat(path, done));
  } catch (error) {
    if (status(error) === noSuchFile) return null;
    throw error;
  }
}

export interface FileRead {
  readonly content: Buffer;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export async function readFile(sftp: SFTPWrapper, path: string, maxBytes: number | undefined, progress: Progress): Promise<FileRead | null> {
  try {
    const stats = await statOf(sftp, path);
    if (stats === null) return null;
    if (!stats.isFile()) throw progress.failure('Unsupported', `${path} is not a file`);
    const most = maxBytes ?? defaultBytes;
    if (stats.size > most) throw progress.failure('Unsupported', `${path} has ${stats.size} bytes, more than ${most}`);
    const content = await ask<Buffer>((done) => sftp.readFile(path, done));
    if (content.length > most) throw progress.failure('Unsupported', `${path} grew beyond ${most} bytes`);
    return { content, mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
  } catch (error) {
    return translate(error, path, progress);
  }
}

export interface FileWrite {
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** SHA-256 the present content must have; null: there must be none; undefined: whatever. */
  readonly expect: string | null | undefined;
}

/**
 * Writes beside the file, syncs, validates, then renames over it: the old or the new content, never a part of it.
 * Mode and owner are those of the old file unless given.
 */
export async function writeFile(sftp: SFTPWrapper, write: FileWrite, validate: ((temporary: string) => Promise<void>) | null, progress: Progress): Promise<void> {
  const { path, content, expect } = write;
  const temporary = temporaryName(path);
  try {
    const before = await statOf(sftp, path);
    await hold(sftp, path, before, expect, progress);
    await writeAndSync(sftp, temporary, content);
    const mode = write.mode ?? (before === null ? 0o644 : before.mode & 0o7777);
    const uid = write.uid ?? before?.uid;
    const gid = write.gid ?? before?.gid;
    const made = await ask<Stats>((done) => sftp.stat(temporary, done));
    if (uid !== undefined || gid !== undefined) {
      if (made.uid !== (uid ?? made.uid) || made.gid !== (gid ?? made.gid)) await call((done) => sftp.chown(temporary, uid ?? made.uid, gid ?? made.gid, done));
    }
    await call((done) => sftp.chmod(temporary, mode, done));
    await removeLeftovers(sftp, posix.dirname(path), made.mtime);
    await validate?.(temporary);
    // Who asked has been told that it failed: the file must not change after that.
    progress.signal.throwIfAborted();
    await replace(sftp, temporary, path, before === null, progress);
  } catch (error) {
    await call((done) => sftp.unlink(temporary, done)).catch(() => undefined);
    translate(error, path, progress);
  }
}

async function hold(sftp: SFTPWrapper, path: string, before: Stats | null, expect: string | null | undefined, progress: Progress): Promise<void> {
  if (expect === undefined) return;
  const found = before === null ? null : createHash('sha256').update(await ask<Buffer>((done) => sftp.readFile(path, done))).digest('hex');
  if (found !== expect) throw progress.failure('Conflict', `${path} is not as it was when read`, 'Somebody else changed it: plan again.');
}

async function writeAndSync(sftp: SFTPWrapper, temporary: string, content: Buffer): Promise<void> {
  const handle = await ask<Buffer>((done) => sftp.open(temporary, 'wx', 0o600, done));
  try {
    const pieceBytes = 32_768;
    for (let at = 0; at < content.length; at += pieceBytes) {
      const length = Math.min(pieceBytes, content.length - at);
      await call((done) => sftp.write(handle, content, at, length, at, done));
    }
    await call((done) => sftp.ext_openssh_fsync(handle, done)).catch((error: unknown) => {
      if (!lacks(error)) throw error;
    });
  } finally {
    await call((done) => sftp.close(handle, done));
  }
}

/** OpenSSH's posix-rename replaces in one step. A server without it can only make new files: two steps could lose the old. */
async function replace(sftp: SFTPWrapper, temporary: string, path: string, isNew: boolean, progress: Progress): Promise<void> {
  try {
    await call((done) => sftp.ext_openssh_rename(temporary, path, done));
  } catch (error) {
    if (!lacks(error)) throw error;
    if (!isNew) throw progress.failure('Unsupported', `${path} cannot be replaced in one step`, 'The SSH server lacks posix-rename@openssh.com.', error);
    await call((done) => sftp.rename(temporary, path, done));
  }
}

function lacks(error: unknown): boolean {
  return status(error) === unsupported || (error instanceof Error && error.message.includes('not support'));
}

export async function removeFile(sftp: SFTPWrapper, path: string, progress: Progress): Promise<void> {
  try {
    await call((done) => sftp.unlink(path, done));
  } catch (error) {
    if (status(error) !== noSuchFile) translate(error, path, progress);
  }
}
