import { posix } from 'node:path';
import { FileError, type MemoryFiles } from './memory-files.ts';

/**
 * Whose files a session sees, and with which rights.
 *
 * @experimental
 * @since 0.1.0
 */
export interface FileUser {
  readonly uid: number;
  readonly gid: number;
}

const bits = { read: 4, write: 2 } as const;

/**
 * Throws EACCES when the permission bits do not let the user; root may do all. A file that is not there is judged by its folder.
 *
 * @experimental
 * @since 0.1.0
 */
export function demand(files: MemoryFiles, { uid, gid }: FileUser, path: string, want: keyof typeof bits): void {
  if (uid === 0) return;
  const { mode, uid: owner, gid: group } = files.attributes(files.exists(path) ? path : posix.dirname(posix.resolve('/', path)));
  const shift = owner === uid ? 6 : group === gid ? 3 : 0;
  if (((mode >> shift) & bits[want]) === 0) throw new FileError('EACCES', path);
}

/**
 * Only the owner changes what a file is allowed for.
 *
 * @experimental
 * @since 0.1.0
 */
export function demandOwner(files: MemoryFiles, { uid }: FileUser, path: string): void {
  if (uid !== 0 && files.attributes(path).uid !== uid) throw new FileError('EACCES', path);
}
