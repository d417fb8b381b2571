import { posix } from 'node:path';
import { z } from 'zod';
import { systemTime, type SimulatorClock } from '../clock/index.ts';
import { dated } from '../dated.ts';

/**
 * Errors as a POSIX system names them.
 *
 * @experimental
 * @since 0.1.0
 */
export type FileErrorCode = 'ENOENT' | 'EEXIST' | 'EACCES' | 'ENOTDIR' | 'EISDIR' | 'ENOTEMPTY' | 'ENOSPC' | 'EROFS';

/**
 * A file that cannot be read or written, as the system would say it.
 *
 * @experimental
 * @since 0.1.0
 */
export class FileError extends Error {
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode, path: string) {
    super(`${code}: ${path}`);
    this.code = code;
  }
}

/**
 * Owner, group, mode and times of a file.
 *
 * @experimental
 * @since 0.1.0
 */
export interface FileAttributes {
  readonly kind: 'file' | 'folder';
  readonly size: number;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

interface Entry {
  readonly kind: 'file' | 'folder';
  content: Buffer;
  mode: number;
  uid: number;
  gid: number;
  modified: number;
}

const permissions = z.union([z.int().min(0).max(0o7777), z.string().regex(/^[0-7]{3,4}$/).transform((octal) => Number.parseInt(octal, 8))]);

/**
 * Files of a simulated machine by path: their content, or content with mode and owner.
 *
 * @experimental
 * @since 0.1.0
 */
export const filesSchema = z.record(
  z.string().startsWith('/', 'an absolute path'),
  z.union([
    z.string().transform((content) => ({ content, mode: 0o644, uid: 0, gid: 0 })),
    z.strictObject({ content: z.string(), mode: permissions.default(0o644), uid: z.int().default(0), gid: z.int().default(0) }),
  ]),
);

/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type FilesInput = z.input<typeof filesSchema>;

/**
 * The files of a simulated machine, in memory. Folders on the way to a file are made with it.
 *
 * @experimental
 * @since 0.1.0
 */
export class MemoryFiles {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: SimulatorClock;
  /** Whatever makes a file longer is ENOSPC. */
  isFull = false;
  /** Every change is EROFS. */
  isReadOnly = false;

  constructor(files: FilesInput = {}, clock: SimulatorClock = systemTime) {
    this.#clock = clock;
    this.#entries.set('/', folder(this.#now()));
    for (const [path, { content, mode, uid, gid }] of Object.entries(filesSchema.parse(files))) {
      this.write(path, dated(content, clock.now()), { mode, makeFolders: true });
      this.chown(path, uid, gid);
    }
  }

  read(path: string): Buffer {
    const entry = this.#entry(path);
    if (entry.kind === 'folder') throw new FileError('EISDIR', path);
    return entry.content;
  }

  /** The file's text; null when there is none. */
  text(path: string): string | null {
    const entry = this.#entries.get(posix.resolve('/', path));
    return entry?.kind === 'file' ? entry.content.toString('utf8') : null;
  }

  exists(path: string): boolean {
    return this.#entries.has(posix.resolve('/', path));
  }

  write(path: string, content: Buffer | string, { mode = 0o644, makeFolders = false, exclusive = false }: { readonly mode?: number; readonly makeFolders?: boolean; readonly exclusive?: boolean } = {}): void {
    const full = posix.resolve('/', path);
    if (makeFolders) this.#makeFolders(posix.dirname(full));
    this.#writable(full);
    const present = this.#entries.get(full);
    if (present?.kind === 'folder') throw new FileError('EISDIR', path);
    if (present !== undefined && exclusive) throw new FileError('EEXIST', path);
    const bytes = Buffer.from(content);
    if (this.isFull && bytes.length > (present?.content.length ?? 0)) throw new FileError('ENOSPC', path);
    if (present === undefined) this.#entries.set(full, { kind: 'file', content: bytes, mode, uid: 0, gid: 0, modified: this.#now() });
    else Object.assign(present, { content: bytes, modified: this.#now() });
  }

  remove(path: string): void {
    const entry = this.#entry(path);
    this.#writable(path);
    if (entry.kind === 'folder' && this.list(path).length > 0) throw new FileError('ENOTEMPTY', path);
    this.#entries.delete(posix.resolve('/', path));
  }

  /** In one step; `replace` as POSIX rename does, else a file that is there already is EEXIST. */
  rename(from: string, to: string, { replace = true }: { readonly replace?: boolean } = {}): void {
    const entry = this.#entry(from);
    this.#writable(to);
    const target = posix.resolve('/', to);
    if (!replace && this.#entries.has(target)) throw new FileError('EEXIST', to);
    const source = posix.resolve('/', from);
    const replaced = this.#entries.get(target);
    if (entry.kind === 'folder' && target.startsWith(`${source}/`)) throw new FileError('ENOTDIR', to);
    if (replaced !== undefined && replaced.kind !== entry.kind) throw new FileError(replaced.kind === 'folder' ? 'EISDIR' : 'ENOTDIR', to);
    if (replaced?.kind === 'folder' && this.list(target).length > 0) throw new FileError('ENOTEMPTY', to);
    for (const [path, each] of this.#entries) {
      if (path !== source && !path.startsWith(`${source}/`)) continue;
      this.#entries.delete(path);
      this.#entries.set(target + path.slice(source.length), each);
    }
  }

  makeFolder(path: string, mode = 0o755): void {
    if (this.exists(path)) throw new FileError('EEXIST', path);
    this.#writable(path);
    this.#entries.set(posix.resolve('/', path), { ...folder(this.#now()), mode });
  }

  /** Names in a folder, sorted. */
  list(path: string): readonly string[] {
    const full = posix.resolve('/', path);
    if (this.#entry(path).kind !== 'folder') throw new FileError('ENOTDIR', path);
    return [...this.#entries.keys()].filter((name) => name !== full && posix.dirname(name) === full).map((name) => posix.basename(name)).sort();
  }

  attributes(path: string): FileAttributes {
    const { content, ...rest } = this.#entry(path);
    return { ...rest, size: content.length };
  }

  /** Every path with what is there, without its times: two of these differ in what was done to the files, and in nothing else. */
  state(): { readonly [path: string]: string } {
    return Object.fromEntries([...this.#entries].map(([path, { kind, content, mode, uid, gid }]) => [path, `${kind} ${mode.toString(8)} ${uid}:${gid} ${content.toString('latin1')}`]));
  }

  chmod(path: string, mode: number): void {
    this.#entry(path).mode = mode & 0o7777;
  }

  chown(path: string, uid: number, gid: number): void {
    Object.assign(this.#entry(path), { uid, gid });
  }

  #now(): number {
    return Math.floor(this.#clock.now() / 1_000);
  }

  #entry(path: string): Entry {
    const entry = this.#entries.get(posix.resolve('/', path));
    if (entry === undefined) throw new FileError('ENOENT', path);
    return entry;
  }

  /** The folder must be there, and the disk must take writes. */
  #writable(path: string): void {
    if (this.isReadOnly) throw new FileError('EROFS', path);
    const parent = this.#entries.get(posix.dirname(posix.resolve('/', path)));
    if (parent === undefined) throw new FileError('ENOENT', path);
    if (parent.kind !== 'folder') throw new FileError('ENOTDIR', path);
  }

  #makeFolders(path: string): void {
    if (this.exists(path)) return;
    this.#makeFolders(posix.dirname(path));
    this.#entries.set(path, folder(this.#now()));
  }
}

function folder(modified: number): Entry {
  return { kind: 'folder', content: Buffer.alloc(0), mode: 0o755, uid: 0, gid: 0, modified };
}
