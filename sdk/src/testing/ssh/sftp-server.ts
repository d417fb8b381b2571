import { posix } from 'node:path';
import type { Duplex } from 'node:stream';
import { demand, demandOwner, FileError, type FileAttributes, type FileUser, type MemoryFiles } from '../files/index.ts';
import { attributesField, dataField, numberField, open, packet, PacketReader, request, response, status, type Attributes } from './sftp-packets.ts';

const version = 3;
const extensions = ['posix-rename@openssh.com', 'fsync@openssh.com'] as const;
const mostBytes = 256 * 1_024 + 1_024;

interface OpenFile {
  readonly path: string;
  readonly flags: number;
}

interface OpenFolder {
  readonly path: string;
  names: readonly string[];
}

const statuses: { readonly [Code in FileError['code']]: number } = {
  ENOENT: status.NO_SUCH_FILE, EACCES: status.PERMISSION_DENIED, EROFS: status.PERMISSION_DENIED, EEXIST: status.FAILURE, ENOTDIR: status.FAILURE,
  EISDIR: status.FAILURE, ENOTEMPTY: status.FAILURE, ENOSPC: status.FAILURE,
};

const words: { readonly [Code in FileError['code']]: string } = {
  ENOENT: 'No such file', EACCES: 'Permission denied', EROFS: 'Permission denied', EEXIST: 'Failure', ENOTDIR: 'Failure', EISDIR: 'Failure',
  ENOTEMPTY: 'Failure', ENOSPC: 'Failure',
};

function wireAttributes({ kind, size, mode, uid, gid, modified }: FileAttributes): Attributes {
  return { size, uid, gid, modified, permissions: mode | (kind === 'folder' ? 0o040_000 : 0o100_000) };
}

export interface SftpOptions {
  readonly files: MemoryFiles;
  readonly user: FileUser;
  /** Asked ahead of each operation; false leaves it undone and unanswered. */
  readonly begins: () => boolean;
  /** The way of the answers. */
  readonly carry: (answer: Buffer) => void;
  /** The most that one READ gives. */
  readonly mostRead: () => number;
}

/** OpenSSH's SFTP server as far as it goes: version 3 with posix-rename and fsync, over files in memory. */
export class SftpServer {
  readonly #stream: Duplex;
  readonly #files: MemoryFiles;
  readonly #options: SftpOptions;
  readonly #handles = new Map<string, OpenFile | OpenFolder>();
  #rest = Buffer.alloc(0);
  #lastHandle = 0;

  constructor(stream: Duplex, options: SftpOptions) {
    this.#stream = stream;
    this.#files = options.files;
    this.#options = options;
    stream.on('data', (piece: Buffer) => this.#receive(piece));
  }

  #receive(piece: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, piece]);
    while (this.#rest.length >= 4) {
      const length = this.#rest.readUInt32BE();
      if (length > mostBytes) return void this.#stream.destroy();
      if (this.#rest.length < 4 + length) return;
      const whole = this.#rest.subarray(4, 4 + length);
      this.#rest = this.#rest.subarray(4 + length);
      this.#answer(new PacketReader(whole));
    }
  }

  #answer(reader: PacketReader): void {
    const type = reader.byte();
    if (type === request.INIT) {
      const offered = extensions.flatMap((name) => [dataField(name), dataField('1')]);
      return void this.#stream.write(packet(response.VERSION, numberField(version), ...offered));
    }
    const id = numberField(reader.number());
    const send = (kind: number, ...fields: readonly Buffer[]): void => this.#options.carry(packet(kind, id, ...fields));
    const end = (code: number, text: string): void => send(response.STATUS, numberField(code), dataField(text), dataField(''));
    if (!this.#options.begins()) return;
    try {
      const told = this.#perform(type, reader);
      if (told === null) end(status.OK, 'Success');
      else if (typeof told === 'number') end(told, told === status.EOF ? 'End of file' : 'Operation unsupported');
      else send(told[0], ...told[1]);
    } catch (error) {
      if (error instanceof FileError) end(statuses[error.code], words[error.code]);
      else if (error instanceof RangeError) end(status.BAD_MESSAGE, 'Bad message');
      else throw error;
    }
  }

  /** The answer's type and fields; a status; or null for success without more to say. */
  #perform(type: number, reader: PacketReader): readonly [number, readonly Buffer[]] | number | null {
    const files = this.#files;
    switch (type) {
      case request.OPEN:
        return this.#open(reader.text(), reader.number(), reader.attributes());
      case request.CLOSE:
        this.#handles.delete(reader.text());
        return null;
      case request.READ: {
        const { path } = this.#handle(reader.text());
        const at = reader.long();
        const piece = files.read(path).subarray(at, at + Math.min(reader.number(), this.#options.mostRead()));
        return piece.length === 0 ? status.EOF : [response.DATA, [dataField(piece)]];
      }
      case request.WRITE:
        return this.#write(reader.text(), reader.long(), reader.data());
      case request.STAT:
      case request.LSTAT:
        return [response.ATTRS, [attributesField(wireAttributes(files.attributes(reader.text())))]];
      case request.FSTAT:
        return [response.ATTRS, [attributesField(wireAttributes(files.attributes(this.#handle(reader.text()).path)))]];
      case request.SETSTAT:
        return this.#setAttributes(reader.text(), reader.attributes());
      case request.FSETSTAT:
        return this.#setAttributes(this.#handle(reader.text()).path, reader.attributes());
      case request.OPENDIR: {
        const path = reader.text();
        demand(files, this.#options.user, path, 'read');
        return [response.HANDLE, [dataField(this.#keep({ path, names: files.list(path) }))]];
      }
      case request.READDIR:
        return this.#readFolder(reader.text());
      case request.REMOVE:
        return this.#remove(reader.text(), 'file');
      case request.RMDIR:
        return this.#remove(reader.text(), 'folder');
      case request.MKDIR:
        files.makeFolder(this.#mayChange(reader.text()), (reader.attributes().permissions ?? 0o755) & 0o7777);
        return null;
      case request.REALPATH: {
        const path = posix.resolve('/', reader.text());
        return [response.NAME, [numberField(1), dataField(path), dataField(path), attributesField({})]];
      }
      case request.RENAME:
        files.rename(this.#mayChange(reader.text()), this.#mayChange(reader.text()), { replace: false });
        return null;
      case request.EXTENDED:
        return this.#extended(reader.text(), reader);
      default:
        return status.OP_UNSUPPORTED;
    }
  }

  #open(path: string, flags: number, { permissions }: Attributes): readonly [number, readonly Buffer[]] {
    const isThere = this.#files.exists(path);
    if (flags & open.READ && isThere) demand(this.#files, this.#options.user, path, 'read');
    if (flags & (open.WRITE | open.APPEND)) demand(this.#files, this.#options.user, path, 'write');
    if (flags & open.CREATE && (!isThere || flags & open.EXCLUSIVE)) {
      this.#files.write(path, '', { mode: (permissions ?? 0o644) & 0o7777, exclusive: true });
    } else if (flags & open.TRUNCATE) this.#files.write(path, '');
    else this.#files.read(path);
    return [response.HANDLE, [dataField(this.#keep({ path, flags }))]];
  }

  #write(handle: string, at: number, piece: Buffer): null {
    const opened = this.#handle(handle);
    const { path } = opened;
    const present = this.#files.read(path);
    // Whatever place is named: what appends goes to the end.
    const place = 'flags' in opened && opened.flags & open.APPEND ? present.length : at;
    const content = Buffer.alloc(Math.max(present.length, place + piece.length));
    present.copy(content);
    piece.copy(content, place);
    this.#files.write(path, content);
    return null;
  }

  #setAttributes(path: string, { size, uid, gid, permissions }: Attributes): null {
    const files = this.#files;
    demandOwner(files, this.#options.user, path);
    if (size !== undefined) files.write(path, Buffer.concat([files.read(path), Buffer.alloc(Math.max(0, size - files.attributes(path).size))]).subarray(0, size));
    if (uid !== undefined && gid !== undefined) files.chown(path, uid, gid);
    if (permissions !== undefined) files.chmod(path, permissions);
    return null;
  }

  /** The path, when the user may make and remove names in its folder. */
  #mayChange(path: string): string {
    demand(this.#files, this.#options.user, posix.dirname(posix.resolve('/', path)), 'write');
    return path;
  }

  #remove(path: string, kind: FileAttributes['kind']): null {
    if (this.#files.attributes(this.#mayChange(path)).kind !== kind) throw new FileError(kind === 'file' ? 'EISDIR' : 'ENOTDIR', path);
    this.#files.remove(path);
    return null;
  }

  #readFolder(handle: string): readonly [number, readonly Buffer[]] | number {
    const folder = this.#handles.get(handle);
    if (folder === undefined || !('names' in folder)) return status.FAILURE;
    const { names, path } = folder;
    if (names.length === 0) return status.EOF;
    folder.names = [];
    const entries = names.flatMap((name) => [dataField(name), dataField(name), attributesField(wireAttributes(this.#files.attributes(posix.join(path, name))))]);
    return [response.NAME, [numberField(names.length), ...entries]];
  }

  #extended(name: string, reader: PacketReader): number | null {
    if (name === 'posix-rename@openssh.com') this.#files.rename(this.#mayChange(reader.text()), this.#mayChange(reader.text()));
    else if (name === 'fsync@openssh.com') this.#handle(reader.text());
    else return status.OP_UNSUPPORTED;
    return null;
  }

  #keep(opened: OpenFile | OpenFolder): string {
    this.#lastHandle += 1;
    const name = String(this.#lastHandle);
    this.#handles.set(name, opened);
    return name;
  }

  #handle(name: string): OpenFile | OpenFolder {
    const opened = this.#handles.get(name);
    if (opened === undefined) throw new FileError('EACCES', name);
    return opened;
  }
}
