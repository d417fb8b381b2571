import { gzipSync } from 'node:zlib';

export interface TarEntry {
  /** Relative, with slashes; at most 255 bytes. */
  readonly name: string;
  readonly content: string | Buffer;
}

const block = 512;

/** A gzipped tar (POSIX ustar) of small files, readable by their owner alone. */
export function tarFile(entries: readonly TarEntry[], at: Date): Buffer {
  const parts = entries.flatMap(({ name, content }) => {
    const bytes = Buffer.from(content);
    return [header(name, bytes.length, at), bytes, Buffer.alloc((block - (bytes.length % block)) % block)];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]));
}

/** A name longer than its field is cut at a slash into prefix and name. */
function split(name: string): readonly [prefix: string, name: string] {
  if (Buffer.byteLength(name) <= 100) return ['', name];
  for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
    if (Buffer.byteLength(name.slice(0, at)) <= 155 && Buffer.byteLength(name.slice(at + 1)) <= 100) return [name.slice(0, at), name.slice(at + 1)];
  }
  throw new RangeError(`${name} is too long a name for a tar file`);
}

function header(path: string, size: number, at: Date): Buffer {
  const bytes = Buffer.alloc(block);
  const [prefix, name] = split(path);
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;
  const put = (text: string, offset: number): void => void bytes.write(text, offset);
  put(name, 0);
  put(octal(0o600, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(size, 12), 124);
  put(octal(Math.floor(at.getTime() / 1_000), 12), 136);
  // The checksum is taken with blanks in its own place.
  put('        ', 148);
  put('0', 156);
  put('ustar\u000000', 257);
  put(prefix, 345);
  put(`${bytes.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}
