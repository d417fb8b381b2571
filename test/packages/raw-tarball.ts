import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

export interface RawEntry {
  readonly path: string;
  readonly content?: string;
  readonly type?: 'File' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'BlockDevice' | 'FIFO' | 'Directory';
  readonly linkpath?: string;
}

/** An archive that says anything at all, as an attacker writes it. */
export function rawTarball(entries: readonly RawEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = '', type = 'File', linkpath }) => {
    const head = Buffer.alloc(512);
    const size = Buffer.byteLength(content);
    new Header({ path, type, size, mode: 0o644, mtime: new Date(0), ...(linkpath === undefined ? {} : { linkpath }) }).encode(head, 0);
    return [head, Buffer.from(content), Buffer.alloc((512 - (size % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1_024)]));
}
